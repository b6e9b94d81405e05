import { cloneElement, type Ref, type ReactElement, type ReactNode, useState } from 'react';
import { lazyPart } from './lazy-part.tsx';

const MenuList = lazyPart(() => import('./MenuList.tsx').then((module) => module.MenuList));
const fetchMenu = () => void MenuList.prefetch();

export type MenuEntry = {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** Set where one of several is chosen. */
  checked?: boolean;
  lang?: string;
  /** It takes something away. */
  danger?: boolean;
  /** Why it is not possible now, in the person's language. */
  reason?: string | null;
  onSelect(): void;
};

export type MenuTrigger = ReactElement<{
  ref?: Ref<HTMLButtonElement>;
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}>;

type Props = {
  /** The button that opens it. */
  children: MenuTrigger;
  title?: ReactNode;
  entries: readonly MenuEntry[];
  width?: number;
  position?: 'bottom-start' | 'bottom-end';
};

/** A button with a menu. The menu is fetched when the button is first pointed at or focused. */
export function MenuButton({ children, ...menu }: Props) {
  const [wanted, setWanted] = useState(false);
  const button = cloneElement(children, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: fetchMenu,
    onFocus: fetchMenu,
    onClick: () => setWanted(true),
  });
  return wanted ? <MenuList {...menu} trigger={children} meanwhile={button} /> : button;
}
