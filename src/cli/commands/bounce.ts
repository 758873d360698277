import path from 'node:path';
import type { BounceExplanation, ExplainOptions } from '../../bounce/explain.ts';
import { BOUNCE_REPORT_FORMATS } from '../../bounce/counts/formats.ts';
import { loadBounce } from '../../bounce/lazy.ts';
import { loadBounceCounts } from '../../bounce/counts/lazy.ts';
import type { BounceReport } from '../../bounce/counts/readReport.ts';
import { reportVerdict } from '../../bounce/counts/words.ts';
import { BOUNCE_FORMATS } from '../../bounce/report/formats.ts';
import { tlsSentence } from '../../bounce/report/words.ts';
import { formatNames } from '../../output/formats.ts';
import type { Command } from '../command.ts';
import { bytesOf, textUpTo } from '../input.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { formatOption, oneOf, parseOptions, type Options } from '../options.ts';
import { checkWritable } from '../output.ts';
import { printReport } from '../printing.ts';

const OPTIONS = {
  product: {
    value: 'PRODUCT',
    choices: ['salesforce', 'account-engagement', 'marketing-cloud'],
    help: "which product's meaning of a code is listed first",
  },
  csv: {
    value: 'FILE',
    help: 'count the reasons of a report of bounced contacts or leads (column EmailBouncedReason); - for standard input. Names and addresses are not shown',
  },
  column: { value: 'NAME', help: 'with --csv: the column of the reasons, if it has another name' },
  format: formatOption(
    { ...BOUNCE_REPORT_FORMATS, ...BOUNCE_FORMATS },
    'text',
    'how to print the answer; csv is for --csv',
  ),
  output: { value: 'FILE', help: 'print it to a file' },
} as const satisfies Options;

export const bounceCommand: Command = {
  name: 'bounce',
  summary: 'explain a bounce, and say whether TLS is the cause',
  calls: ['TEXT', '-', '--csv FILE'],
  about: [
    'Explains a bounce: a bounce text, an SMTP reply, a status code, a code of Salesforce, Account Engagement or Marketing Cloud, or a complete delivery status notification. Says whether TLS is the cause, who needs to act, and what to do next. With -, reads the text from standard input.',
  ],
  options: OPTIONS,
  exits: { clean: 'done, whatever the bounce means', usage: 'a usage error, or a file that cannot be read to its end' },
  run: bounce,
};

async function bounce(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, OPTIONS);
  const { product, output } = values;
  if (output !== undefined) checkWritable(path.resolve(io.cwd, output), output);
  const options: ExplainOptions = product === undefined ? {} : { product };
  try {
    if (values.csv === undefined) {
      if (values.column !== undefined) throw new UsageError('--column belongs to --csv FILE');
      const format = oneOf('--format', values.format, formatNames(BOUNCE_FORMATS));
      const found = await explainText(positionals, options, io);
      await printReport(BOUNCE_FORMATS[format], found, { output, said: `${tlsSentence(found)} Written to` }, io);
      return EXIT.clean;
    }
    if (positionals.length > 0) throw new UsageError('give a text or --csv FILE, not both');
    const format = oneOf('--format', values.format, formatNames(BOUNCE_REPORT_FORMATS));
    const report = await readReport(values.csv, values.column, options, io);
    await printReport(
      BOUNCE_REPORT_FORMATS[format],
      report,
      { output, said: `${reportVerdict(report)} Written to` },
      io,
    );
    return report.stopped === undefined ? EXIT.clean : EXIT.usage;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: no result\n');
    return EXIT.interrupted;
  }
}

async function explainText(
  positionals: readonly string[],
  options: ExplainOptions,
  io: Io,
): Promise<BounceExplanation> {
  // Behind this import is the table of codes, which no other command needs.
  const { explainBounce, MAX_BOUNCE_TEXT } = await loadBounce();
  const text =
    positionals.length === 1 && positionals[0] === '-'
      ? await textUpTo(bytesOf('-', io), MAX_BOUNCE_TEXT * 2)
      : positionals.join(' ');
  if (text.trim() === '') throw new UsageError('give a bounce text or code, - to read one, or --csv FILE');
  return explainBounce(text, options);
}

async function readReport(
  name: string,
  column: string | undefined,
  options: ExplainOptions,
  io: Io,
): Promise<BounceReport> {
  const { explainBounce } = await loadBounce();
  const { BounceReportError, readBounceReport } = await loadBounceCounts();
  try {
    const explain = (text: string): BounceExplanation => explainBounce(text, options);
    return await readBounceReport(bytesOf(name, io), { explain, column });
  } catch (error) {
    throw error instanceof BounceReportError ? new UsageError(`${name}: ${error.message}`) : error;
  }
}
