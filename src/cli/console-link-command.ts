import { Command } from 'commander';
import type { Settings } from '../config/settings.js';
import { requireEmbeddedDatabase } from '../database/embedded-postgresql.js';
import { givesConsoleLinks } from '../user-logins/console-links/console-link.js';
import { ConsoleLinkFile } from '../user-logins/console-links/console-link-file.js';

/** `countersign console-link`. The service that runs finds the link in its file, and refuses it where the operator has another way in. */
export function consoleLinkCommand(settings: () => Settings): Command {
  return new Command('console-link')
    .description(
      'prints a link that opens the console of a service with the embedded database, once, within ten minutes',
    )
    .action(() => {
      const read = settings();
      if (!givesConsoleLinks(read))
        throw new Error(
          'There are links to the console only with the embedded database and outside production: use `countersign user invite`',
        );
      requireEmbeddedDatabase(read.DATA_DIR);
      console.log(new ConsoleLinkFile(read).make(new Date()));
    });
}
