/** Who can be chosen on a login page. */
interface LoginChoice {
  /** Submitted as `account`; the button's id is `account-<id>`. */
  readonly id: string;
  readonly label: string;
}

interface LoginPage {
  /** Heading and title, for example the provider's name. */
  readonly title: string;
  /** Where the form posts to. */
  readonly action: string;
  readonly choices: readonly LoginChoice[];
  /** Hidden fields that come back with the form. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Shown as an alert, for example after an unknown user name. */
  readonly alert?: string;
}

/** What the form of a login page sends. */
type LoginSubmission = { readonly decision: 'declined' } | { readonly decision: 'account'; readonly id: string };

/**
 * The page on which a person logs in at a test provider. Stable for tests that drive a browser: a button per account with
 * id `account-<id>`, an input `username` with the button `sign-in`, and the button `decline`.
 */
export function renderLoginPage(page: LoginPage): string {
  const hidden = Object.entries(page.hidden ?? {})
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
  const choices = page.choices
    .map(
      ({ id, label }) =>
        `<li><button type="submit" name="account" id="account-${escapeHtml(id)}" value="${escapeHtml(id)}">${escapeHtml(label)}</button></li>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #1a1a2e; background: #fff; }
ul { list-style: none; padding: 0; }
button { font: inherit; padding: .6rem 1rem; margin: .25rem 0; width: 100%; border: 1px solid #1a1a2e; border-radius: .3rem; background: #eef; color: #1a1a2e; }
input[type=text] { font: inherit; padding: .6rem; width: 100%; box-sizing: border-box; border: 1px solid #1a1a2e; border-radius: .3rem; }
[role=alert] { border-left: .3rem solid #b00020; padding-left: .6rem; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(page.title)}</h1>
${page.alert === undefined ? '' : `<p role="alert">${escapeHtml(page.alert)}</p>`}
<h2>Choose an account</h2>
<form method="post" action="${escapeHtml(page.action)}">
${hidden}
<ul>
${choices}
</ul>
</form>
<form method="post" action="${escapeHtml(page.action)}">
${hidden}
<label for="username">Or enter a user name</label>
<input type="text" id="username" name="username" autocomplete="username">
<button type="submit" id="sign-in" name="sign-in" value="yes">Sign in</button>
</form>
<form method="post" action="${escapeHtml(page.action)}">
${hidden}
<button type="submit" id="decline" name="decline" value="yes">Decline</button>
</form>
</main>
</body>
</html>
`;
}

export function readLoginSubmission(form: URLSearchParams): LoginSubmission {
  if (form.has('decline')) return { decision: 'declined' };
  return { decision: 'account', id: form.get('account') ?? form.get('username')?.trim() ?? '' };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
