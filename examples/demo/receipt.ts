/** The daticert.xml of a receipt of delivery, as the provider of a recipient writes it (RFC 6109 §4.4). */
import type { Instant } from 'sportello'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** About the message of that id, delivered to that PEC then. */
export function deliveryReceipt({
  messageId,
  pec,
  at,
}: {
  readonly messageId: string
  readonly pec: string
  readonly at: Instant
}): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<postacert tipo="avvenuta-consegna" errore="nessuno">',
    '  <intestazione>',
    '    <mittente>sportello@comune-di-prova.example</mittente>',
    `    <destinatari tipo="certificato">${pec}</destinatari>`,
    '    <risposte>sportello@comune-di-prova.example</risposte>',
    '    <oggetto>PEC</oggetto>',
    '  </intestazione>',
    '  <dati>',
    '    <gestore-emittente>Gestore di prova</gestore-emittente>',
    '    <data zona="+0000">',
    `      <giorno>${date.split('-').reverse().join('/')}</giorno>`,
    `      <ora>${time.slice(0, 8)}</ora>`,
    '    </data>',
    '    <identificativo>opec293.1@nuova-pec.example.org</identificativo>',
    `    <msgid>${escaped(messageId)}</msgid>`,
    '    <ricevuta tipo="completa" />',
    `    <consegna>${pec}</consegna>`,
    '  </dati>',
    '</postacert>',
  ].join('\n')
}
