import classes from './ChartTip.module.css';

type Props = { title?: string; lines: readonly (readonly [name: string, value: string])[] };

/** What a chart says under the pointer. */
export const ChartTip = ({ title, lines }: Props) => (
  <div className={classes.tip}>
    {title && <p className={classes.title}>{title}</p>}
    <dl className={classes.lines}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  </div>
);
