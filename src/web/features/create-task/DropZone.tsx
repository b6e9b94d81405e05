import { Group, Paper } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import classes from './create-task.module.css';

type Props = {
  onFile: (file: File | undefined) => void;
  /** What the zone says. */
  said: ReactNode;
  /** The buttons: a file can be chosen without dragging it. */
  actions: ReactNode;
  /** Why the last file was not taken. */
  children?: ReactNode;
};

/** A place to drop a file, with a button that does the same by keyboard. */
export function DropZone({ onFile, said, actions, children }: Props) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <Paper
      withBorder
      p="md"
      className={classes.dropZone}
      data-over={over || false}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group justify="space-between">
        <Group gap="xs">{said}</Group>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Paper>
  );
}
