interface RecordedValueProps {
  readonly value: unknown;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** A value of an event as people read it: lists as lists, members beside their names. The JSON has it to the letter. */
export function RecordedValue({ value }: RecordedValueProps) {
  if (typeof value === 'string') return <>{value}</>;
  if (value === null || typeof value !== 'object') return <>{JSON.stringify(value)}</>;
  if (Object.keys(value).length === 0) return <>–</>;
  if (!Array.isArray(value))
    return (
      <span className="members">
        {Object.entries<unknown>({ ...value }).map(([name, member]) => (
          <span key={name}>
            <small>{name}</small> <RecordedValue value={member} />
          </span>
        ))}
      </span>
    );
  const items: readonly unknown[] = value;
  if (items.every(isPlain)) return <>{items.map(String).join(', ')}</>;
  return (
    <ul className="values">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is where it stands
        <li key={index}>
          <RecordedValue value={item} />
        </li>
      ))}
    </ul>
  );
}
