// The parts of Mantine that only the wizard draws, in Mantine's own order.
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Radio.layer.css';
import '@mantine/core/styles/RadioIndicator.layer.css';
import '@mantine/core/styles/RadioCard.layer.css';
import '@mantine/core/styles/List.layer.css';
import '@mantine/core/styles/Fieldset.layer.css';
import '@mantine/core/styles/Card.layer.css';
import '@mantine/core/styles/DataList.layer.css';
import '@mantine/core/styles/NumberInput.layer.css';
import '@mantine/core/styles/Stepper.layer.css';
import '@mantine/core/styles/Tabs.layer.css';
