// Practising with a made-up incident: a lead works one on the real pages and looks back, a member of staff reports one,
// and what is written in one tab is never taken in another.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CANARY, EVERY_WAY, answer, check, fill, follow, isAt, openSchool, press, sees, tick, visit } from '../harness.mjs'

const BAND = 'Nothing here is real or kept as a record.'
const STORY = 'Child A is being threatened by someone online.'

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

const leave = (page) => page.getByRole('region', { name: 'Practice' }).getByRole('button', { name: 'Leave practice' }).click()

async function begin(page, what) {
  await visit(page, '/practice')
  await isAt(page, 'Practise with a made-up incident')
  await check(page)
  if (what) await answer(page, 'What do you want to practise?', what)
  await page.getByText('Choose the story yourself').click()
  await answer(page, 'Which story?', STORY)
  await check(page)
  await press(page, 'Begin with this story')
  await isAt(page, 'What you can find out')
}

async function isPractice(page) {
  assert.match(await page.title(), /^Practice: /)
  await page.getByRole('region', { name: 'Practice' }).getByText(BAND).waitFor()
}

async function isReal(page) {
  assert.doesNotMatch(await page.title(), /Practice/)
  assert.equal(await page.getByText(BAND).count(), 0)
}

for (const way of EVERY_WAY) {
  test(`a lead works a made-up concern and looks back (${way.called})`, async () => {
    await school.withPage({ role: 'lead', ...way }, async (page) => {
      await begin(page, 'Responding, as the safeguarding lead')
      await isPractice(page)
      await page.getByText('Is anyone demanding money', { exact: false }).first().click()
      await check(page)
      await follow(page, /^go on with/)
      await isPractice(page)
      await sees(page, STORY)
      await check(page)
      const path = new URL(page.url()).pathname
      await visit(page, `${path}/decision`)
      await isPractice(page)
      await tick(page, 'Refer to the police')
      await fill(page, 'Why do you decide this?', `Somebody is making threats. ${CANARY}`)
      await press(page, 'Record the decision')
      await page.waitForURL((url) => !url.pathname.endsWith('/decision'))
      await visit(page, '/practice')
      await follow(page, /^Look back at/)
      await isAt(page, 'Looking back')
      await sees(page, 'That is the same as the guidance calls for')
      await sees(page, 'You decided on or took this: Refer to the police. That answers it.')
      await isPractice(page)
      await check(page)
      await leave(page)
      await isAt(page, 'Desk')
      await isReal(page)
      await page.goto(path)
      await isAt(page, 'This page is not there')
      await visit(page, '/practice')
      await press(page, 'Clear it now')
      await isAt(page, 'Practise with a made-up incident')
    })
  })

  test(`a member of staff reports a made-up concern and looks back (${way.called})`, async () => {
    await school.withPage({ role: 'reporter', ...way }, async (page) => {
      await begin(page)
      await press(page, 'Report it')
      await isAt(page, 'Report a concern')
      await isPractice(page)
      await check(page)
      await page.getByRole('group', { name: 'Child 1' }).getByLabel('Name').fill('Child A')
      await fill(page, 'What did you see, hear or get told?', `They told me that somebody makes threats. ${CANARY}`)
      await press(page, 'Send the report')
      await isAt(page, 'Your report is with the safeguarding team')
      await isPractice(page)
      await visit(page, '/practice')
      await follow(page, /^Look back at/)
      await isAt(page, 'Looking back')
      await sees(page, 'They told me that somebody makes threats.')
      await check(page)
      await leave(page)
      await visit(page, '/reports')
      await isReal(page)
      await visit(page, '/practice')
      await press(page, 'Clear it now')
    })
  })
}

test('what is written in practice is not taken in the real record, nor the other way round', async () => {
  await school.withPage({ role: 'reporter', javascript: false }, async (page) => {
    await begin(page)
    await visit(page, '/report')
    const words = `Written in practice. ${CANARY}`
    await fill(page, 'What did you see, hear or get told?', words)
    const other = await page.context().newPage()
    await other.goto('/practice')
    await leave(other)
    await press(page, 'Send the report')
    await isAt(page, 'This was written in practice, and you are not there now')
    await check(page)
    assert.equal(await page.getByLabel('What you wrote').first().inputValue(), words)

    await visit(page, '/report')
    await isReal(page)
    assert.equal(await page.getByLabel('What did you see, hear or get told?').inputValue(), '')
    const real = `Written for the record. ${CANARY}`
    await fill(page, 'What did you see, hear or get told?', real)
    await other.goto('/practice')
    await other.getByRole('button', { name: 'Go on with it' }).click()
    await press(page, 'Send the report')
    await isAt(page, 'This belongs to the real record, and you are in practice')
    await isPractice(page)
    await check(page)
    await leave(page)
    await visit(page, '/report')
    assert.equal(await page.getByLabel('What did you see, hear or get told?').inputValue(), real)
  })
})
