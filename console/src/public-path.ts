/** The path of `PUBLIC_URL`, as the service wrote it into the document: `/esign`, or nothing where it has a host of its own. */
export const publicPath = document.querySelector<HTMLMetaElement>('meta[name="public-path"]')?.content ?? '';

/** Where the console's own addresses begin. */
export const consolePath = `${publicPath}/console`;
