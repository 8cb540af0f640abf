// Two people work one case at once. Whoever saves second is told what was added meanwhile and loses nothing they wrote.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CANARY, check, fill, isAt, openSchool, press, sees, tick, visit } from '../harness.mjs'

const WHY = 'Why do you decide this?'

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

async function toDecide(page, next) {
  await visit(page, '/desk')
  const link = page.getByRole('main').getByRole('link', { name: next }).first()
  return /^\/cases\/[^/]+/.exec(await link.getAttribute('href'))[0]
}

for (const [next, javascript] of [[/Refer now/, true], [/Decide what to do/, false]]) {
  test(`a decision written while a colleague decided is kept, ${javascript ? 'with' : 'without'} script`, async () => {
    await school.withPage({ role: 'lead', javascript }, async (first) => {
      const path = await toDecide(first, next)
      await school.withPage({ role: 'deputy', javascript }, async (second) => {
        await visit(first, `${path}/decision`)
        await visit(second, `${path}/decision`)
        await decide(first, `Decided by the lead. ${CANARY}`)
        await isAt(first, /./)
        assert.ok(!first.url().endsWith('/decision'), 'the first decision was not recorded')
        await decide(second, `Decided by the deputy. ${CANARY}`)
        await isAt(second, 'What do you decide?')
        await sees(second, /added|meanwhile|while you/i)
        assert.equal(await second.getByLabel(WHY).inputValue(), `Decided by the deputy. ${CANARY}`)
        assert.ok(await second.getByLabel('Refer to the police', { exact: true }).isChecked(), 'the choice was lost')
        await check(second)
        await press(second, 'Record the decision')
        await second.waitForURL((url) => !url.pathname.endsWith('/decision'))
        await visit(second, `${path}/chronology`)
        await sees(second, `Decided by the lead. ${CANARY}`)
        await sees(second, `Decided by the deputy. ${CANARY}`)
      })
    })
  })
}

async function decide(page, why) {
  await tick(page, 'Refer to the police')
  await fill(page, WHY, why)
  await press(page, 'Record the decision')
}
