import path from 'node:path';
import type { BounceExplanation, ExplainOptions } from '../../bounce/explain.ts';
import type { BounceReport } from '../../bounce/counts/readReport.ts';
import { bounceJson } from '../../bounce/report/json.ts';
import { bounceMarkdown } from '../../bounce/report/markdown.ts';
import { bounceReportCsv, bounceReportJson } from '../../bounce/counts/data.ts';
import { bounceReportMarkdown } from '../../bounce/counts/markdown.ts';
import { bounceReportText } from '../../bounce/counts/text.ts';
import { reportVerdict } from '../../bounce/counts/words.ts';
import { bounceText } from '../../bounce/report/text.ts';
import { tlsSentence } from '../../bounce/report/words.ts';
import { printable } from '../../text/printable.ts';
import { bytesOf, textUpTo } from '../input.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { oneOf, parseOptions } from '../options.ts';
import { checkWritable, writeText } from '../output.ts';
import { plain } from '../../output/style.ts';

const TEXT_FORMATS = ['text', 'json', 'markdown'] as const;
const REPORT_FORMATS = ['text', 'json', 'csv', 'markdown'] as const;
const PRODUCTS = ['salesforce', 'account-engagement', 'marketing-cloud'] as const;

export const bounceUsage = `sf-deliverability bounce TEXT
sf-deliverability bounce -
sf-deliverability bounce --csv FILE

Says what a bounce means: a bounce text, an SMTP reply, a status code, a code of Salesforce, Account Engagement or
Marketing Cloud, or a whole delivery status notification. Whether TLS is the cause, who must act, what to do next.

  -                        read the text from standard input
  --product salesforce|account-engagement|marketing-cloud
                           whose reading of a bare code comes first
  --csv FILE               count the reasons of a report of bounced contacts or leads (column EmailBouncedReason);
                           - for standard input. No name and no address is shown
  --column NAME            the column of the reasons, if it has another name
  --format text|json|markdown, with --csv also csv   how to print the answer (text)
  --output FILE            print it to a file

Exit code: 0 also for a bounce, 2 for a wrong call, or a file that cannot be read to its end.
`;

export async function bounce(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, {
    csv: { type: 'string' },
    column: { type: 'string' },
    product: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
  });
  const product = values.product === undefined ? undefined : oneOf('--product', values.product, PRODUCTS);
  if (values.output !== undefined) checkWritable(path.resolve(io.cwd, values.output), values.output);
  const options: ExplainOptions = product === undefined ? {} : { product };
  try {
    if (values.csv === undefined) {
      if (values.column !== undefined) throw new UsageError('--column belongs to --csv FILE');
      const format = oneOf('--format', values.format ?? 'text', TEXT_FORMATS);
      return await explainText(positionals, options, (found, to) => textIn(format, found, to), values.output, io);
    }
    if (positionals.length > 0) throw new UsageError('give a text or --csv FILE, not both');
    const format = oneOf('--format', values.format ?? 'text', REPORT_FORMATS);
    const report = await readReport(values.csv, values.column, options, io);
    print(reportVerdict(report), (to) => reportIn(format, report, to), values.output, io);
    return report.stopped === undefined ? EXIT.clean : EXIT.usage;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: there is no result\n');
    return EXIT.interrupted;
  }
}

async function explainText(
  positionals: readonly string[],
  options: ExplainOptions,
  render: (found: BounceExplanation, to: Io) => string,
  output: string | undefined,
  io: Io,
): Promise<number> {
  // Behind this import is the table of codes, which no other command needs.
  const { explainBounce, MOST_BOUNCE_TEXT } = await import('../../bounce/explain.ts');
  const text =
    positionals.length === 1 && positionals[0] === '-'
      ? await textUpTo(bytesOf('-', io), MOST_BOUNCE_TEXT * 2)
      : positionals.join(' ');
  if (text.trim() === '') throw new UsageError('give a bounce text or code, - to read one, or --csv FILE');
  const found = explainBounce(text, options);
  print(tlsSentence(found), (to) => render(found, to), output, io);
  return EXIT.clean;
}

async function readReport(
  name: string,
  column: string | undefined,
  options: ExplainOptions,
  io: Io,
): Promise<BounceReport> {
  const { explainBounce } = await import('../../bounce/explain.ts');
  const { BounceReportError, readBounceReport } = await import('../../bounce/counts/readReport.ts');
  try {
    const explain = (text: string): BounceExplanation => explainBounce(text, options);
    return await readBounceReport(bytesOf(name, io), { explain, column });
  } catch (error) {
    throw error instanceof BounceReportError ? new UsageError(`${name}: ${error.message}`) : error;
  }
}

const FILE_COLUMNS = 100;

function textIn(format: (typeof TEXT_FORMATS)[number], found: BounceExplanation, { columns, style }: Io): string {
  switch (format) {
    case 'json':
      return bounceJson(found);
    case 'markdown':
      return bounceMarkdown(found);
    case 'text':
      return bounceText(found, columns.out ?? FILE_COLUMNS, style);
  }
}

function reportIn(format: (typeof REPORT_FORMATS)[number], report: BounceReport, { columns, style }: Io): string {
  switch (format) {
    case 'json':
      return bounceReportJson(report);
    case 'csv':
      return bounceReportCsv(report);
    case 'markdown':
      return bounceReportMarkdown(report);
    case 'text':
      return bounceReportText(report, columns.out ?? FILE_COLUMNS, style);
  }
}

function print(verdict: string, render: (to: Io) => string, output: string | undefined, io: Io): void {
  if (output === undefined) {
    io.out(render(io));
    return;
  }
  writeText(path.resolve(io.cwd, output), render({ ...io, style: plain, columns: { out: undefined, err: undefined } }));
  io.err(`${printable(verdict)} Written to ${printable(output)}\n`);
}
