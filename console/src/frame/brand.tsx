export function Brand() {
  return (
    <>
      <svg className="brand-mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <path d="M12 2.5 4 5.4v6c0 4.9 3.3 8.6 8 10.1 4.7-1.5 8-5.2 8-10.1v-6z" />
        <path className="brand-tick" d="m8 12 2.8 2.8L16.2 9.3" />
      </svg>
      <span translate="no">Countersign</span>
    </>
  );
}
