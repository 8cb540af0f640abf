// A session ends while somebody is writing. What they typed is not lost: they sign in again and send it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CANARY, check, fill, isAt, openSchool, press, sees, visit } from '../harness.mjs'

const WHAT = 'What did you see, hear or get told?'

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

// A session that was ended elsewhere is still known for whose it was: what is sent in it is kept for them.
for (const [role, javascript] of [['reporter', false], ['deputy', true]]) {
  test(`words sent after the session ended are not lost, ${javascript ? 'with' : 'without'} script`, async () => {
    const words = `Written slowly, between lessons. ${CANARY}`
    await school.withPage({ role, width: 'phone', javascript }, async (page) => {
      await visit(page, '/report')
      await page.getByRole('group', { name: 'Child 1' }).getByLabel('Name').fill(`Elder Example ${CANARY}`)
      await fill(page, WHAT, words)
      if (javascript) await page.getByText(/^Saved as a draft at/).waitFor()
      await school.withPage({ role, javascript: false }, async (elsewhere) => {
        await visit(elsewhere, '/account')
        await press(elsewhere, 'Sign out everywhere')
        await isAt(elsewhere, /Sign in/)
      })
      await press(page, 'Send the report')
      await isAt(page, 'You were signed out while you were writing')
      await sees(page, 'Nothing has been recorded yet.')
      await check(page)
      await page.goto(school.links[role])
      await visit(page, '/report')
      await sees(page, /We kept what you had typed here/)
      assert.equal(await page.getByLabel(WHAT, { exact: true }).inputValue(), words)
      const name = page.getByRole('group', { name: 'Child 1' }).getByLabel('Name')
      assert.equal(await name.inputValue(), `Elder Example ${CANARY}`)
      await press(page, 'Send the report')
      await isAt(page, 'Your report is with the safeguarding team')
      await sees(page, words)
    })
  })
}

// Where nobody is known at all, such as after the browser forgot its cookie, the words are handed back on the page.
test('words sent by nobody known are handed back, each under its question', async () => {
  const words = `Written slowly, between lessons. ${CANARY}`
  await school.withPage({ role: 'lead', width: 'phone', javascript: false }, async (page) => {
    await visit(page, '/report')
    await page.getByRole('group', { name: 'Child 1' }).getByLabel('Name').fill(`Elder Example ${CANARY}`)
    await fill(page, WHAT, words)
    await page.context().clearCookies()
    await press(page, 'Send the report')
    await isAt(page, 'You are not signed in')
    await sees(page, 'Nothing was recorded.')
    assert.equal(await page.getByLabel('What you wrote', { exact: true }).inputValue(), words)
    assert.equal(await page.getByLabel('Child 1: Name', { exact: true }).inputValue(), `Elder Example ${CANARY}`)
    await check(page)
  })
})
