import { randomUUID } from 'node:crypto';
import { failed, refused } from '#shared/contract/errors.ts';
import type { Approval } from '#shared/contract/approvals.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { TemplateOutcome } from '#core/gateways/gateway-driver.ts';
import {
  finishApproval,
  getApproval,
  insertApproval,
  listApprovals,
  setApprovalState,
} from '#core/approvals/queries.ts';
import type { Actor } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { templateById } from '#core/templates/queries.ts';
import { actorOf } from '#core/users/actor.ts';

const PATIENCE_MS = 45_000;

/** Templates at gateways that send only texts they approved. */
export function createApprovalsHandlers(deps: CoreDeps) {
  const { db, bus, clock } = deps;
  return api.approvals.router({
    all: api.approvals.all.handler(() => listApprovals(db)),
    submit: api.approvals.submit.handler(({ input, context }) =>
      submit(deps, input, actorOf(context)),
    ),
    decide: api.approvals.decide.handler(({ input }) => {
      requireApproval(db, input.approvalId);
      setApprovalState(db, input.approvalId, input.state, clock.now());
      bus.publish({ type: 'templates.changed' });
      return requireApproval(db, input.approvalId);
    }),
  });
}

async function submit(
  deps: CoreDeps,
  { templateId, gatewayId }: { templateId: number; gatewayId: number },
  { userId }: Actor,
): Promise<Approval> {
  const { db, clock, bus } = deps;
  const template = templateById(db, templateId);
  if (!template) {
    throw failed(
      'no-such-template',
      'That template is no longer there; somebody removed it. Nothing was handed in.',
    );
  }
  const { name, driver } = await deps.gateways.open(gatewayId);
  if (!driver.submitTemplate) {
    throw refused(
      'no-approvals',
      `Gateway ${name} takes no texts for approval: it sends whatever it is given, or its portal is the place to ask. Nothing was handed in.`,
      { name },
    );
  }
  const { name: title, text } = template;
  const reference = randomUUID();
  const id = transaction(db, () =>
    insertApproval(db, { templateId, gatewayId, reference, title, text, userId }, clock.now()),
  );
  const outcome = await driver.submitTemplate(
    { title, text, reference },
    AbortSignal.timeout(PATIENCE_MS),
  );
  finishApproval(db, id, toEnd(outcome));
  bus.publish({ type: 'templates.changed' });
  return requireApproval(db, id);
}

function toEnd(outcome: TemplateOutcome): Parameters<typeof finishApproval>[2] {
  const { code } = outcome;
  switch (outcome.kind) {
    case 'submitted':
      return { state: 'pending', code, reason: '' };
    case 'refused':
      return { state: 'refused', code, reason: outcome.reason };
    case 'ambiguous':
      return { state: 'uncertain', code, reason: outcome.reason };
  }
}

function requireApproval(db: Db, id: number): Approval {
  const approval = getApproval(db, id);
  if (approval) return approval;
  throw failed('no-such-approval', 'That text was never handed in here. Nothing was changed.');
}
