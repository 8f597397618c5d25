import type { PageTexts } from './page-texts.js';

/** What of a tenant's brand stands on the page. */
export interface PageBrand {
  readonly name: string;
  /** Address of the picture; null: our mark. */
  readonly logo: string | null;
  readonly email: string | null;
  readonly url: string | null;
  readonly notice: { readonly text: string; readonly language: string | null } | null;
}

const example = {
  document: '2026-0417.pdf',
  name: 'J••• D•••',
  email: 'j•••@e•••.com',
  provider: 'Example ID',
  host: 'login.example.com',
  workflow: 'workflow.example.com',
  validUntil: new Date('2030-01-31T12:00:00Z'),
} as const;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** The page on which signers choose where to log in, as `choose.eta` and `layout.eta` write it; a test holds it to them. */
export function SignerPage({ texts, brand }: { readonly texts: PageTexts; readonly brand: PageBrand }) {
  const { name, logo, email, url, notice } = brand;
  const contacts = [email, url].filter((one) => one !== null);
  return (
    <div className="page" lang={texts.language}>
      <header className="masthead">
        <p className="brand" translate="no">
          {logo === null ? (
            <svg className="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
              <path d="M12 2.5 4 5.4v6c0 4.9 3.3 8.6 8 10.1 4.7-1.5 8-5.2 8-10.1v-6z" />
              <path className="tick" d="m8 12 2.8 2.8L16.2 9.3" />
            </svg>
          ) : (
            <img className="logo" src={logo} alt="" />
          )}
          {name}
        </p>
      </header>
      <main className="sheet">
        <h1>{texts.text('choose.title')}</h1>
        <p className="introduction">{texts.sentence('choose.introduction', { sender: name })}</p>
        {notice !== null && (
          <p className="tenant-notice" lang={notice.language ?? undefined}>
            {notice.text}
          </p>
        )}
        <Details texts={texts} requestedBy={name} />
        <form>
          <h2>{texts.text('choose.providers', { count: 1 })}</h2>
          <ul className="choices">
            <li>
              <button className="choice only" type="button">
                <span className="choice-text">
                  <span className="choice-name">
                    {texts.sentence('choose.continueWith', { provider: example.provider })}
                  </span>{' '}
                  <span className="choice-host">{texts.sentence('choose.opens', { host: example.host })}</span>
                </span>
                <svg className="onward" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
                  <path d="M5 12h13M12.5 6l6 6-6 6" />
                </svg>
              </button>
            </li>
          </ul>
        </form>
        <ul className="advice">
          <li>{texts.text('choose.passwordOnlyThere')}</li>
          <li>{texts.sentence('choose.afterwards', { host: example.workflow })}</li>
          <li>{texts.text('choose.notYou')}</li>
        </ul>
      </main>
      <footer className="colophon">
        {contacts.length > 0 && (
          <p>
            {texts.sentence('footer.support', {
              contact: (
                <>
                  {email !== null && <a href={`mailto:${email}`}>{email}</a>}
                  {contacts.length > 1 && ' · '}
                  {url !== null && <a href={url}>{hostOf(url)}</a>}
                </>
              ),
            })}
          </p>
        )}
        <p>{texts.text('footer.service')}</p>
      </footer>
    </div>
  );
}

function Details({ texts, requestedBy }: { readonly texts: PageTexts; readonly requestedBy: string }) {
  const rows = [
    ['details.document', <bdi key="document">{example.document}</bdi>],
    ['details.requestedBy', <bdi key="by">{requestedBy}</bdi>],
    [
      'details.signer',
      <span key="name">
        <bdi>{example.name}</bdi>
      </span>,
      <span key="email" className="lesser">
        <bdi>{example.email}</bdi>
      </span>,
    ],
    ['details.validUntil', <time key="until">{texts.dateTime(example.validUntil)}</time>],
  ] as const;
  return (
    <section className="details">
      <h2 className="visually-hidden">{texts.text('details.request')}</h2>
      <dl>
        {rows.map(([label, ...values]) => (
          <div key={label}>
            <dt>{texts.text(label)}</dt>
            <dd>{values}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
