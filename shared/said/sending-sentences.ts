/**
 * What the core says and keeps about campaigns that stand still: English, whole, for people. What is in
 * double braces is filled in by `say` and found again by `readSaid`, so a sentence that changes here is no
 * longer found in what was stored before; the screen then shows it as it stands.
 */
export const SENDING_SENTENCES = {
  'you-paused': 'You paused this campaign. Resume it when you are ready.',
  'siar-ended':
    'Siar ended while this campaign was being sent. Nobody gets a message twice: resume to send what is left, or stop it.',
  'siar-ended-handing-over':
    'Siar ended while this message was being handed over: it may or may not have been sent.',
  'disk-refuses':
    'The disk is full or refuses to write, so sending stands still: Siar sends nothing it cannot record. Free some space; it goes on by itself.',
  'not-noted': 'Siar could not note for certain that this message leaves, so it did not leave.',
  'late-asked':
    'This campaign was due {{minutes}} minutes ago, when Siar was not running. Nothing was sent. Resume to send it now, or stop it.',
  'late-skipped':
    'This campaign was due {{minutes}} minutes ago, when Siar was not running. As you chose, it was skipped: nothing was sent and nothing was charged.',
  'still-unreachable':
    '{{gateway}}: {{reason}} Unsent messages wait, and sending goes on by itself when the gateway answers again. Check the internet connection.',
  'refused-campaign':
    '{{gateway}} refused 80 of the last 100 messages of this campaign. It stopped, so that the rest is not refused too. See the reasons in the report, then resume or stop.',
  'refused-all':
    '{{gateway}} refused 80 of 100 messages, and not of one campaign only. All that go by it stopped, so that the rest is not refused too. See the reasons in the report, then resume or stop.',
  'many-uncertain':
    "{{messages}} messages in a row got no clear answer from {{gateway}}; the last one: {{reason}} Sending stopped so that no more become uncertain. Check the gateway's own panel, then resume.",
  'canary-passed':
    '{{accepted}} % of the first {{messages}} messages were accepted. Resume to send the rest, or stop.',
  'canary-passed-delivered':
    '{{accepted}} % of the first {{messages}} messages were accepted, {{delivered}} % were delivered. Resume to send the rest, or stop.',
  'canary-failed':
    '{{accepted}} % of the first {{messages}} messages were accepted; you wanted at least {{least}}. The rest was not sent. Look at what became of them, then resume to send the rest all the same, or stop.',
  'canary-failed-delivered':
    '{{accepted}} % of the first {{messages}} messages were accepted, {{delivered}} % were delivered; you wanted at least {{least}}. The rest was not sent. Look at what became of them, then resume to send the rest all the same, or stop.',
  'canary-least-accepted': '{{percent}} % accepted',
  'canary-least-delivered': '{{percent}} % delivered within {{minutes}} minutes',
  'counted-otherwise':
    '{{gateway}} counted a message as {{counted}}. Sending stopped before the rest costs what nobody expected; what was sent is booked as it was charged. {{next}}',
  'counted-parts': '{{parts}} parts ({{predicted}} predicted)',
  'counted-credits': '{{credits}} credits ({{predicted}} predicted)',
  'counted-both':
    '{{parts}} parts ({{predictedParts}} predicted) and {{credits}} credits ({{predictedCredits}} predicted)',
  'profile-explains':
    'A field of the gateway profile would explain it: take the proposal, then resume.',
  'profile-explains-nothing':
    'No field of the gateway profile explains it; ask the gateway, then resume or stop.',
  'not-opened': 'The gateway could not be opened; see the log.',
  'secrets-missing':
    'The credentials of gateway {{gateway}} are missing on this computer ({{fields}}), so nothing is sent through it. Enter them in the gateway settings, then try again.',
  'others-go-on': 'What goes by the other gateways of this campaign goes on.',
  'of-gateway': '{{gateway}}: {{reason}}',
  moving:
    'The unsent messages are being given to {{gateway}}. If that was cut off, resume: what is left is given to {{gateway}} before anything is sent.',
  moved:
    '{{messages}} unsent messages wait for {{gateway}} now. Nothing is sent yet: resume to send them.',
  'moving-share':
    'The unsent messages of {{from}} are being given to {{gateway}}. If that was cut off, resume: what is left of them is given to {{gateway}} before anything is sent.',
  'moved-share':
    '{{messages}} unsent messages of {{from}} wait for {{gateway}} now, and what waits for other gateways stays with them. Nothing is sent yet: resume to send them.',
  'locked-older':
    'This data is older than what was sent from it: {{attempts}} missing here (a restored backup or an older copy). Sending is locked, because people may get a message twice and you would pay twice. Look through it, then allow sending: the button on top of every page, or `siar doctor --unlock`.',
  'one-attempt': '1 attempt to send is',
  'many-attempts': '{{attempts}} attempts to send are',
  'locked-foreign':
    'This data comes from another computer, or this computer does not remember what it sent from it. Sending is locked, because another copy may have sent the same messages, which you would pay twice. Look through it, then allow sending: the button on top of every page, or `siar doctor --unlock`.',
  'locked-in-use':
    'Another Siar works with a copy of this data right now. Sending is locked here, because both would send the same messages and you would pay twice. Close the other one, then decide which copy is the right one.',
  'locked-unguarded':
    'Siar cannot use the folder {{folder}}, where it remembers what was sent, so it could not notice an old copy. Sending is locked and nothing is charged. Give this user the right to write there (or set SIAR_STATE), then start Siar again.',
  'then-resume': 'Then resume this campaign, or stop it.',
  'was-waiting-in-copy':
    'This campaign was waiting in a copy of the data that may be old. Find out who already got the message, then resume to send what is left here, or stop it.',
  'text-not-approved':
    '{{gateway}} sends approved texts only, and this one is not known to be approved, so its {{messages}} message(s) may all be refused. Submit the template under Templates and wait for the answer.',
  'retries-may-cost':
    'Phones that are not reached are sent to again, up to {{times}} times; each time is charged. If nobody at all were reached, that is {{credits}} credits on top.',
  'cap-messages-second': '{{limit}} messages/second',
  'cap-messages-minute': '{{limit}} messages/minute',
  'cap-messages-hour': '{{limit}} messages/hour',
  'cap-messages-day': '{{limit}} messages/day',
  'cap-parts-second': '{{limit}} parts/second',
  'cap-parts-minute': '{{limit}} parts/minute',
  'cap-parts-hour': '{{limit}} parts/hour',
  'cap-parts-day': '{{limit}} parts/day',
} as const;
