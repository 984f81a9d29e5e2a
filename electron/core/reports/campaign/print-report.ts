import { formatMsisdn } from '#shared/phone/format.ts';
import type { CampaignReport, Outcome, ReportFilter } from '#shared/contract/campaign-report.ts';
import { renderPdf, type PdfDocument } from '#core/reports/pdf/pdf-document.ts';
import { REPORT_WORDS, type ReportWords } from '#core/reports/campaign/words.ts';

/** Whose report it is and in which language. */
export type PrintOptions = { shopName: string; language: 'en' | 'ms' | 'zh'; filter: ReportFilter };

const LOCALES = { en: 'en-MY', ms: 'ms-MY', zh: 'zh-CN' } as const;
const MOST_PREFIXES = 20;
const DAY_MS = 86_400_000;

/** A campaign report as a PDF: figures, charts and their tables. Times are this computer's. */
export function printReport(report: CampaignReport, options: PrintOptions): Promise<Buffer> {
  const { campaign, asOf } = report;
  const words = REPORT_WORDS[options.language];
  const print = new Printer(words, LOCALES[options.language], report);
  const { shopName, language } = options;
  const title = `${words.title}: ${campaign.name}`;
  const footer = `${words.asOf} ${print.moment(asOf)}`;
  return renderPdf({ title, shopName, language, createdAt: asOf, footer }, (document) =>
    print.all(document, options.filter),
  );
}

class Printer {
  private readonly words: ReportWords;
  private readonly locale: string;
  private readonly report: CampaignReport;
  private readonly countries: Intl.DisplayNames;

  constructor(words: ReportWords, locale: string, report: CampaignReport) {
    this.words = words;
    this.locale = locale;
    this.report = report;
    this.countries = new Intl.DisplayNames(locale, { type: 'region' });
  }

  moment(ms: number): string {
    return new Date(ms).toLocaleString(this.locale, { dateStyle: 'medium', timeStyle: 'short' });
  }

  private number(value: number): string {
    return value.toLocaleString(this.locale);
  }

  private country(code: string): string {
    return /^[A-Z]{2}$/.test(code) ? (this.countries.of(code) ?? code) : code;
  }

  async all(document: PdfDocument, filter: ReportFilter): Promise<void> {
    const { words, report } = this;
    document.heading(`${words.title}: ${report.campaign.name}`);
    this.head(document, filter);
    this.overTime(document);
    await this.byState(document);
    if (this.report.byGateway.length > 1) {
      await this.byGroup(
        document,
        words.byGateway,
        words.gateway,
        this.report.byGateway,
        (row) => row.gatewayName,
      );
    }
    await this.byGroup(document, words.byCountry, words.country, this.report.byCountry, (row) =>
      this.country(row.country),
    );
    await this.byGroup(
      document,
      words.byPrefix,
      words.prefix,
      this.report.byPrefix.slice(0, MOST_PREFIXES),
      (row) => `${prefixText(row)} ${this.country(row.country)}`,
    );
  }

  private head(document: PdfDocument, filter: ReportFilter): void {
    const { words, report } = this;
    const { campaign, totals } = report;
    const when = (ms: number | null) => (ms === null ? '–' : this.moment(ms));
    const chosen = this.describeFilter(filter);
    document.facts([
      { label: words.gateway, value: this.gatewayNames() },
      { label: words.messages, value: this.number(totals.messages) },
      { label: words.started, value: when(campaign.startedAt) },
      { label: words.finished, value: when(campaign.finishedAt) },
      { label: words.success, value: this.share(totals.success, totals) },
      { label: words.failure, value: this.share(totals.failure, totals) },
      { label: words.queue, value: this.share(totals.queue, totals) },
      { label: words.notSent, value: this.number(totals.notSent) },
      ...this.leftOut(),
      {
        label: `${words.credits}, ${words.predicted.toLowerCase()}`,
        value: this.number(totals.predicted),
      },
      {
        label: `${words.credits}, ${words.charged.toLowerCase()}`,
        value: this.number(totals.charged),
      },
      { label: words.attempts, value: this.number(totals.attempts) },
      ...(chosen === '' ? [] : [{ label: words.filter, value: chosen }]),
    ]);
    const honest = campaign.practice
      ? words.practice
      : campaign.givesReports
        ? words.deliveredMeans(campaign.deliveredMeans)
        : words.noReports;
    document.text(honest, { small: true, dimmed: true });
  }

  /** Why people were left out, and what that saved. */
  private leftOut(): { label: string; value: string }[] {
    const { words, report } = this;
    return report.leftOut.map(({ reason, messages }) => {
      const saved = reason === 'dead-number' ? report.campaign.deadCredits : 0;
      return {
        label: words.leftOut[reason] ?? reason,
        value: `${this.number(messages)}${saved > 0 ? ` (${words.saved(this.number(saved))})` : ''}`,
      };
    });
  }

  private gatewayNames(): string {
    const { byGateway, campaign } = this.report;
    return byGateway.map((row) => row.gatewayName).join(', ') || campaign.gatewayName;
  }

  private share(value: number, { messages }: Outcome): string {
    if (messages === 0) return this.number(value);
    const percent = (value / messages).toLocaleString(this.locale, {
      style: 'percent',
      maximumFractionDigits: 1,
    });
    return `${this.number(value)} (${percent})`;
  }

  private describeFilter(filter: ReportFilter): string {
    const { words, report } = this;
    const list = report.choices.lists.find(({ id }) => id === filter.listId);
    const pieces = [
      filter.summary && words[filter.summary],
      filter.state && words.states[filter.state],
      filter.country && this.country(filter.country),
      filter.prefix,
      list?.name,
      filter.from !== undefined && `≥ ${this.moment(filter.from)}`,
      filter.to !== undefined && `< ${this.moment(filter.to)}`,
    ];
    return pieces.filter(Boolean).join(', ');
  }

  private overTime(document: PdfDocument): void {
    const { words, report } = this;
    if (report.overTime.length === 0) return;
    document.heading(words.overTime, 2);
    const time: Intl.DateTimeFormatOptions =
      report.stepMs >= DAY_MS
        ? { day: 'numeric', month: 'short' }
        : { hour: '2-digit', minute: '2-digit', hour12: false };
    document.columnChart({
      series: [
        { label: words.success, tone: 'good' },
        { label: words.queue, tone: 'waiting' },
        { label: words.failure, tone: 'bad' },
      ],
      columns: report.overTime.map(({ at, success, queue, failure }) => ({
        label: new Date(at).toLocaleString(this.locale, time),
        values: [success, queue, failure],
      })),
      format: (value) => this.number(value),
    });
  }

  private async byState(document: PdfDocument): Promise<void> {
    const { words, report } = this;
    document.heading(words.byState, 2);
    await document.table({
      columns: [
        { header: words.state, share: 3 },
        { header: words.messages, share: 2, align: 'right' },
        { header: words.parts, share: 2, align: 'right' },
        { header: words.predicted, share: 2, align: 'right' },
        { header: words.charged, share: 2, align: 'right' },
      ],
      rows: report.byState.map(({ state, messages, parts, predicted, charged }) => [
        words.states[state],
        ...[messages, parts, predicted, charged].map((value) => this.number(value)),
      ]),
      total: [
        words.total,
        ...[
          report.totals.messages,
          report.totals.parts,
          report.totals.predicted,
          report.totals.charged,
        ].map((value) => this.number(value)),
      ],
    });
  }

  private async byGroup<Row extends Outcome>(
    document: PdfDocument,
    title: string,
    header: string,
    rows: readonly Row[],
    nameOf: (row: Row) => string,
  ): Promise<void> {
    const { words } = this;
    if (rows.length === 0) return;
    document.heading(title, 2);
    document.barChart({
      bars: rows.slice(0, 8).map((row) => ({
        label: nameOf(row),
        value: row.messages,
        text: this.number(row.messages),
      })),
    });
    document.gap(6);
    const right = { share: 2, align: 'right' as const };
    await document.table({
      columns: [
        { header, share: 4 },
        { header: words.messages, ...right },
        { header: words.success, ...right },
        { header: words.queue, ...right },
        { header: words.failure, ...right },
        { header: words.predicted, ...right },
        { header: words.charged, ...right },
      ],
      rows: rows.map((row) => [
        nameOf(row),
        ...[row.messages, row.success, row.queue, row.failure, row.predicted, row.charged].map(
          (value) => this.number(value),
        ),
      ]),
    });
  }
}

/** 012 in Malaysia, as people write it; elsewhere with the country's code. */
function prefixText({ country, prefix }: { country: string; prefix: string }): string {
  return country === 'MY' ? `0${prefix.slice(2)}` : formatMsisdn(prefix);
}
