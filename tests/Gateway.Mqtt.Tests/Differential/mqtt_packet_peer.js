// Reads lines "VERSION HEX", one packet each, and answers each with a line of JSON: what mqtt-packet makes of the packet, and the bytes that it
// writes for the same packet; or the error with which it refuses.
'use strict'
const mqtt = require('mqtt-packet')
const codes = require('mqtt-packet/constants').properties

const hex = bytes => Buffer.from(bytes ?? []).toString('hex').toUpperCase()

function pairsOf (properties) {
  const pairs = []
  for (const name of Object.getOwnPropertyNames(properties).sort()) {
    for (const value of [properties[name]].flat()) pairs.push([name, value])
  }
  return pairs
}

function describeProperties (properties) {
  const all = {}
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === 'userProperties') all[codes[name]] = pairsOf(value)
    else if (name === 'subscriptionIdentifier') all[codes[name]] = [value].flat()
    else if (Buffer.isBuffer(value)) all[codes[name]] = hex(value)
    else all[codes[name]] = typeof value === 'boolean' ? Number(value) : value
  }
  return all
}

function describe (packet, version) {
  const { cmd } = packet
  const properties = describeProperties(packet.properties)
  const identifier = packet.messageId
  const reason = version === 5 ? packet.reasonCode : 0
  switch (cmd) {
    case 'connect': {
      const will = packet.will && {
        topic: packet.will.topic,
        payload: hex(packet.will.payload),
        qos: packet.will.qos,
        retain: packet.will.retain,
        properties: describeProperties(packet.will.properties)
      }
      return {
        cmd,
        version: packet.protocolVersion,
        clientId: packet.clientId,
        clean: packet.clean,
        keepAlive: packet.keepalive,
        userName: packet.username ?? null,
        password: packet.password === undefined ? null : hex(packet.password),
        will: will ?? null,
        properties
      }
    }
    case 'connack':
      return { cmd, sessionPresent: packet.sessionPresent, code: version === 5 ? packet.reasonCode : packet.returnCode, properties }
    case 'publish':
      return {
        cmd,
        qos: packet.qos,
        duplicate: packet.dup,
        retain: packet.retain,
        topic: packet.topic,
        identifier: identifier ?? 0,
        payload: hex(packet.payload),
        properties
      }
    case 'puback': case 'pubrec': case 'pubrel': case 'pubcomp':
      return { cmd, identifier, reason, properties }
    case 'subscribe': {
      const filters = packet.subscriptions.map(s => [s.topic, s.qos | (s.nl ? 4 : 0) | (s.rap ? 8 : 0) | ((s.rh ?? 0) << 4)])
      return { cmd, identifier, filters, properties }
    }
    case 'suback': case 'unsuback':
      return { cmd, identifier, reasons: packet.granted ?? [], properties }
    case 'unsubscribe':
      return { cmd, identifier, filters: packet.unsubscriptions, properties }
    case 'disconnect': case 'auth':
      return { cmd, reason, properties }
    default:
      return { cmd }
  }
}

function answer (version, bytes) {
  let packet
  let error
  const parser = mqtt.parser({ protocolVersion: version })
  parser.on('packet', parsed => { packet = parsed })
  parser.on('error', e => { error = e })
  const left = parser.parse(bytes)
  if (error) return { error: error.message }
  if (!packet || left !== 0) return { error: `${left} bytes are left` }
  const description = describe(packet, version)
  try {
    return { packet: description, again: hex(mqtt.generate(packet, { protocolVersion: version })) }
  } catch (e) {
    return { packet: description, refused: e.message }
  }
}

require('readline').createInterface({ input: process.stdin }).on('line', line => {
  const [version, packet] = line.split(' ')
  console.log(JSON.stringify(answer(Number(version), Buffer.from(packet, 'hex'))))
})
