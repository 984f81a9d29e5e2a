/**
 * What drivers say of a gateway's answer, or of there being none; see SENDING_SENTENCES. `meaning` and
 * `advice` are the words of a gateway profile: those that Siar ships are translated too.
 */
export const GATEWAY_SENTENCES = {
  answer: '{{meaning}}. {{advice}}',
  'answer-code': '{{meaning}} ({{code}}). {{advice}}',
  'unknown-code': 'Unknown answer code {{code}}',
  'unknown-code-advice':
    '{{gateway}} answered with a code Siar does not know ({{code}}). The message is treated as refused and is not sent again by itself; ask the gateway what the code means.',
  'stopped-before': 'Stopped before anything was sent; the message is still queued.',
  'stopped-before-code': 'Stopped before anything was sent; nothing was charged. Try again.',
  unreachable:
    '{{gateway}} could not be reached ({{why}}). Nothing was sent and nothing was charged.',
  'why-refused': 'the connection was refused',
  'why-no-address': 'there is no such address',
  'why-no-look-up': 'the address could not be looked up; is the internet connection working?',
  'why-no-route': 'there is no route to it; is the internet connection working?',
  'why-not-picked-up': 'it did not pick up in time',
  'why-certificate': 'its certificate or encryption cannot be trusted, {{code}}',
  'why-other-session':
    'another session of this account is open; after a break the gateway may take some minutes to notice',
  'why-login-answer': 'it answered {{code}} to the login',
  'why-no-answer': 'it did not answer in time',
  'why-broke': 'it broke the connection',
  'why-no-smpp': 'what it says is not SMPP',
  'bad-header':
    '{{gateway}} cannot be asked: the header {{header}} would hold characters that HTTP cannot carry there (only Latin letters, figures and signs). Nothing was sent. Correct the credentials or the headers of the profile, then resume.',
  'text-in-header':
    'The text cannot stand in the header {{header}}, where the profile puts it: HTTP carries only Latin letters, figures and signs there. Nothing was sent. Put the text into the body of the request.',
  'login-unwritable':
    '{{gateway}} cannot be logged in to: SMPP carries a system id of at most {{systemId}} and a password of at most {{password}} Latin letters, figures and signs. Nothing was sent. Enter them again in the gateway settings, then resume.',
  'slow-down': '{{gateway}} asked to slow down; nothing was taken.',
  redirect:
    'The gateway address answers with a redirect to another address (HTTP {{status}}), which Siar does not follow with your credentials. Nothing was sent. Enter the final address in the gateway settings, then resume.',
  'not-the-gateway':
    'The gateway address answers HTTP {{status}}, as if it were not {{gateway}}. Nothing was sent. Check the address in the gateway settings (and any proxy or firewall), then resume.',
  'credentials-refused':
    '{{gateway}} does not take the credentials (HTTP {{status}}). Nothing was sent. Enter them again in the gateway settings, then resume.',
  'login-refused':
    '{{gateway}} refused the login: {{meaning}} ({{code}}). Nothing was sent. {{advice}}',
  lost: '{{gateway}} {{how}}. The message may have been sent and charged, so it is not sent again by itself.',
  'lost-balance':
    '{{gateway}} {{how}}. The balance is not known; no message was sent. Check the gateway address and the internet connection, then try again.',
  'lost-question': '{{gateway}} {{how}}. No message was sent by asking, and nothing was charged.',
  'how-no-answer': 'did not answer in time',
  'how-interrupted': 'had not answered when Siar had to stop waiting',
  'how-broke': 'broke the connection before it answered',
  'how-broke-within': 'broke the connection before a whole answer arrived',
  'how-unreadable': 'gave an answer that Siar cannot read',
  'how-own-error': 'answered with an error of its own ({{code}})',
  'not-listed':
    '{{gateway}} took the request but does not list this number among those it sends to. It may be invalid, or it may have been sent and charged; look in the gateway’s own report.',
  'split-request':
    'The gateway refused the whole request because of one of its recipients, so each is sent by itself.',
  'took-some-parts':
    '{{gateway}} took {{taken}} of {{total}} parts and not the rest: {{reason}} The parts taken are charged, and the phone may show an incomplete message, so it is not sent again by itself.',
  'cannot-be-written': 'The message cannot be written in SMPP: {{why}}. Nothing was sent.',
  'refused-message': '{{gateway}} refused the message. Check the number and the text.',
  'refused-message-saying':
    '{{gateway}} refused the message: {{said}}. Check the number and the text.',
  'not-its-page':
    'What answers is not {{gateway}}, or not its page for sending. No message was sent; check the address.',
  'no-balance-phone': 'A phone has no credits: each message costs what its SIM card’s tariff says.',
  'no-balance-money': '{{gateway}} keeps money and no credits; see its own console.',
  'no-balance-smpp': '{{gateway}} cannot be asked for its credits: SMPP has no such question.',
  'no-balance-operator':
    '{{gateway}} cannot be asked for credits: the account is at the operator behind it.',
  'no-balance-profile': 'The profile of {{gateway}} does not say how to ask for its balance.',
  'no-balance-email':
    '{{gateway}} tells the balance only to an API key with the account’s e-mail address. Sending works without; enter the address among the credentials to see the balance.',
  'no-template-email':
    '{{gateway}} takes texts for approval only with the account’s e-mail address. Nothing was handed in; enter the address among the credentials.',
  'template-doubt':
    '{{gateway}} gave no clear reply ({{code}}). Look in its portal whether the text is there before you hand it in again.',
  'template-refused': '{{meaning}}. The text was not handed in.',
  'template-cut-off':
    'Siar ended while this text was being handed in: look in the gateway’s portal whether it is there.',
  'code-doubt':
    '{{gateway}} gave no clear answer ({{code}}). Nobody knows whether the code was checked: it is not checked again by itself. Verify it again; if it then counts as wrong, send a new one.',
  'code-right': 'The code is right.',
  'code-cut-off':
    'Siar ended while this code was being asked for: it may or may not have been sent and charged. It is not sent again by itself.',
  'look-up-doubt':
    '{{gateway}} gave no clear reply ({{code}}). The number may have been looked up and charged, so it is not asked again by itself.',
  'look-up-refused': '{{meaning}}. Nothing was asked and nothing was charged.',
  'look-up-nowhere':
    'The gateway calls the result of a look-up in, and no address of this computer is open to it now, so nothing was asked and nothing was charged. Give the gateway an address for delivery reports, or a relay, and look up while Siar is running.',
  'look-up-without-id':
    'The gateway took the question and gave it no id, so its result cannot be told apart from others. It was charged.',
  'look-up-cut-off':
    'Siar ended while this number was being looked up: it may or may not have been asked and charged. It is not asked again by itself.',
  'relay-key':
    'The relay {{url}} does not take the key, so no delivery reports come. Enter the key from its file relay.key again.',
  'relay-answered':
    'The relay {{url}} answered HTTP {{status}}. Reports wait there; Siar asks again by itself. If it goes on, check the address and the proxy before the relay.',
  'relay-none': 'What answers at {{url}} is no relay of Siar. Check the address.',
  'relay-unreachable':
    'The relay {{url}} cannot be reached. Reports wait there; Siar asks again by itself.',
  'relay-unreachable-code':
    'The relay {{url}} cannot be reached ({{code}}). Reports wait there; Siar asks again by itself.',
  'port-in-use':
    'Port {{port}} on {{host}} is already used by another program, so nothing can be received there. Close that program or choose another port.',
  'cannot-listen':
    'This computer cannot listen on {{host}}:{{port}} ({{code}}). Choose another address or port.',
  'reports-not-asked': 'Siar could not ask for delivery reports.',
  'check-untried':
    '{{gateway}} answers. Its profile does not say how to ask for a balance, so only a message can show whether the credentials are right.',
  'check-right': '{{gateway}} answers and the credentials are right.',
  'check-right-more': '{{gateway}} answers and the credentials are right: {{left}}.',
  'check-practice':
    '{{gateway}} answers. It is a practice gateway: messages cost nothing and reach nobody.',
  'check-practice-more':
    '{{gateway}} answers: {{left}}. It is a practice gateway: messages cost nothing and reach nobody.',
  'credit-left': '{{credits}} credit left',
  'credits-left': '{{credits}} credits left',
  'test-accepted': '{{gateway}} accepted the test message.',
  'test-doubt':
    'Nobody knows whether the test message was sent ({{reason}}). It may have been charged.',
  'test-not-taken': '{{gateway}} did not take the test message: {{reason}}',
  'no-clear-answer': 'no clear answer',
  'keychain-silent':
    "The system's keychain does not answer, so the gateway's credentials can be neither read nor kept. Nothing was sent. Unlock the keychain (or log in again), then try once more.",
  'secrets-of-others':
    "The gateway's credentials were kept by another user or computer and cannot be read here. Nothing was sent. Enter them again under Gateways.",
  'secrets-file-damaged':
    "The file {{folder}} with the gateways' credentials is damaged. Nothing was sent. Restore it from a backup, or delete it and enter the credentials again under Gateways.",
  'secrets-not-readable':
    'Siar cannot read the stored credentials in {{folder}} ({{code}}). Nothing was sent. Give this user the right to read and write that file.',
  'secrets-damaged':
    'The stored credentials in {{folder}} are damaged. Nothing was sent and the file was left as it is. Move it away, then enter the credentials of each gateway again.',
  'secrets-exposed':
    'Other users of this computer may read the credentials in {{folder}} (mode {{code}}). Nothing was sent. Run "chmod 600" on that file, and change the credentials at the gateway if anyone else uses this computer.',
  'secrets-not-writable':
    'Siar cannot write the credentials to {{folder}} ({{code}}). Nothing was changed and nothing was sent. Give this user the right to write there, or name another folder with SIAR_STATE.',
} as const;
