import type { ServerResponse } from 'node:http';

/** Answers with a small page for people who have no session, or for a place that does not exist. */
export function sendPage(
  response: ServerResponse,
  status: number,
  page: { title: string; body: string },
): void {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${page.title}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}
code{padding:0 .3em;border:1px solid #8888;border-radius:4px}input,button{font:inherit;padding:.5em .75em}</style></head>
<body><h1>${page.title}</h1>${page.body}</body></html>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'cache-control': 'no-store',
  });
  response.end(html);
}

/** No session, or a link that was used before. */
export const LINK_PAGE = {
  title: 'This link does not open Siar',
  body: '<p>A Siar link works once. Run <code>siar serve</code> again on the computer that runs Siar, and open the new link it prints.</p>',
};

/** Sign-in where a password is set. `wrong`: the last one was not right. */
export function signInPage(wrong: boolean): { title: string; body: string } {
  const note = wrong
    ? '<p role="alert">That password is not right. Nothing was changed; try again.</p>'
    : '';
  return {
    title: 'Sign in to Siar',
    body: `${note}<form method="post" action="/sign-in"><label>Password <input type="password" name="password" autocomplete="current-password" autofocus required></label> <button>Sign in</button></form>`,
  };
}

/** There is nothing at this address. */
export const NOT_FOUND_PAGE = {
  title: 'Nothing here',
  body: '<p>There is no page at this address. <a href="/">Open Siar</a>.</p>',
};

/** The web pages were never built. */
export const NOT_BUILT_PAGE = {
  title: 'The pages of Siar are not built yet',
  body: '<p>Sending works. To see the pages, run <code>npm run build</code> in the Siar folder, then load this page again.</p>',
};
