import type { Approval } from '#shared/contract/approvals.ts';
import { say } from '#shared/said/say.ts';
import type { TemplateAnswer } from '#core/gateways/gateway-driver.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

type Row = Omit<Approval, 'current'> & { current: 0 | 1 };

const SELECT = `
  SELECT a.id, a.template_id AS templateId, a.title, a.gateway_id AS gatewayId, g.name AS gatewayName, a.state,
    a.reference, a.word, a.code, a.reason, ifnull(t.text = a.text, 0) AS current,
    a.submitted_at AS submittedAt, a.decided_at AS decidedAt
  FROM template_approvals a JOIN gateways g ON g.id = a.gateway_id
  LEFT JOIN templates t ON t.id = a.template_id`;

const toApproval = (row: Row): Approval => ({ ...row, current: row.current === 1 });

/** The latest of each template at each gateway, newest first. */
export function listApprovals(db: Db): Approval[] {
  return statement<Row>(
    db,
    `${SELECT} WHERE g.removed_at IS NULL AND a.id IN (SELECT max(id) FROM template_approvals
       WHERE template_id IS NOT NULL GROUP BY template_id, gateway_id) ORDER BY a.id DESC`,
  )
    .all()
    .map(toApproval);
}

/** The approval of this id; undefined where there is none. */
export function getApproval(db: Db, id: number): Approval | undefined {
  const row = statement<Row>(db, `${SELECT} WHERE a.id = ?`).get(id);
  return row && toApproval(row);
}

/** Texts that a gateway approved. */
export function listApprovedTexts(db: Db, gatewayId: number): string[] {
  return statement<{ text: string }>(
    db,
    "SELECT text FROM template_approvals WHERE gateway_id = ? AND state = 'approved'",
  )
    .all(gatewayId)
    .map(({ text }) => text);
}

/** What is handed in, to be committed before it leaves; answers its id. */
export function insertApproval(
  db: Db,
  approval: {
    templateId: number;
    gatewayId: number;
    reference: string;
    title: string;
    text: string;
    userId: number | null;
  },
  now: number,
): number {
  const { templateId, gatewayId, reference, title, text, userId } = approval;
  return Number(
    statement(
      db,
      `INSERT INTO template_approvals (template_id, gateway_id, reference, title, text, user_id, state, submitted_at)
       VALUES (?, ?, ?, ?, ?, ?, 'submitting', ?)`,
    ).run(templateId, gatewayId, reference, title, text, userId, now).lastInsertRowid,
  );
}

/** Records how handing it in ended; a decision that came before the reply stays. */
export function finishApproval(
  db: Db,
  id: number,
  end: { state: 'pending' | 'refused' | 'uncertain'; code: string | null; reason: string },
): void {
  statement(
    db,
    "UPDATE template_approvals SET state = ?, code = ?, reason = ? WHERE id = ? AND state = 'submitting'",
  ).run(end.state, end.code, end.reason, id);
}

/** Records what a gateway decided; false where it never got such a text from here. */
export function answerApproval(
  db: Db,
  gatewayId: number,
  { reference, state, word, code }: TemplateAnswer,
  now: number,
): boolean {
  return (
    statement(
      db,
      `UPDATE template_approvals SET state = ?, word = ?, code = ?, reason = '', decided_at = ?
       WHERE gateway_id = ? AND reference = ?`,
    ).run(state, word, code, state === 'pending' ? null : now, gatewayId, reference).changes > 0
  );
}

/** Records what a person read in the gateway's portal. */
export function setApprovalState(
  db: Db,
  id: number,
  state: 'approved' | 'rejected' | 'pending',
  now: number,
): void {
  statement(
    db,
    "UPDATE template_approvals SET state = ?, word = NULL, code = NULL, reason = '', decided_at = ? WHERE id = ?",
  ).run(state, state === 'pending' ? null : now, id);
}

/** What the last owner of the folder left in the middle may have arrived. */
export function doubtInterruptedApprovals(db: Db): void {
  statement(
    db,
    "UPDATE template_approvals SET state = 'uncertain', reason = ? WHERE state = 'submitting'",
  ).run(say('template-cut-off'));
}
