// A lead takes up a new concern and works it: at once where a trigger is met, and step by step to the end where none is.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CANARY, check, isAt, openSchool, sees, visit } from '../harness.mjs'
import { BY_KEYBOARD, BY_POINTER, inDays } from './hands.mjs'

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

const WAYS = [
  { called: 'phone, without script', width: 'phone', javascript: false, hands: BY_POINTER },
  { called: 'desktop, with script', width: 'desktop', javascript: true, hands: BY_POINTER },
]

for (const way of [...WAYS, { ...WAYS[1], called: 'keyboard only', hands: BY_KEYBOARD }]) {
  test(`where a trigger is met the lead is told to refer now, and does (${way.called})`, async () => {
    const path = await report()
    await school.withPage({ role: 'lead', ...way }, async (page) => {
      const { fill, tick, press, follow, day } = way.hands
      await takeUp(page, path, way.hands)
      await follow(page, 'Add a child, or record the part each had')
      await isAt(page, /Which children are involved/)
      await follow(page, /^Change/)
      await isAt(page, 'What is known of this child?')
      await way.hands.tickFirst(page, /What part/)
      await check(page)
      await press(page, /^Save what is known/)
      await isAt(page, /Which children are involved/)
      await review(page, path, way.hands, /demanding money/)
      await isAt(page, 'What does the guidance call for?')
      await sees(page, /Refer now\./)
      await check(page)
      await press(page, 'Keep this and go on to decide')
      await isAt(page, 'What do you decide?')
      await tick(page, 'Refer to the police')
      await fill(page, 'Why do you decide this?', `Someone is making demands, so it cannot wait. ${CANARY}`)
      await check(page)
      await press(page, 'Record the decision')
      await page.waitForURL((url) => !url.pathname.endsWith('/decision'))
      await visit(page, `${path}/referral`)
      await tick(page, 'Refer to the police')
      await fill(page, 'Which agency, and who took it?', `The police, on 101 ${CANARY}`)
      await fill(page, 'How did you make it?', 'By telephone')
      await tick(page, 'No answer is expected')
      if (await page.getByRole('group', { name: /When did you|When was/ }).count()) await day(page, /When did you|When was/, inDays(0))
      await check(page)
      await sending(page, () => press(page, 'Record the referral'))
      await visit(page, `${path}/referral`)
      await sees(page, `To The police, on 101 ${CANARY}. By telephone.`)
    })
  })
}

/** Does what sends a form, and waits for the page it leads to. */
async function sending(page, act) {
  const sent = page.waitForResponse((it) => it.request().method() === 'POST' && !new URL(it.url()).pathname.startsWith('/drafts/'))
  await act()
  assert.equal((await sent).status(), 303, 'the form was not recorded')
  await page.waitForLoadState()
}

/** A new concern about one child, by a member of staff; gives back the address of its case. */
async function report() {
  return school.withPage({ role: 'reporter', javascript: false }, async (page) => {
    const { fill, press } = BY_POINTER
    await visit(page, '/report')
    await page.getByRole('group', { name: 'Child 1' }).getByLabel('Name').fill(`Ash Example ${CANARY}`)
    await fill(page, 'What did you see, hear or get told?', `A friend told me that something is going round. ${CANARY}`)
    await press(page, 'Send the report')
    await isAt(page, 'Your report is with the safeguarding team')
    return new URL(page.url()).pathname.replace('/reports/', '/cases/')
  })
}

async function takeUp(page, path, { press }) {
  await visit(page, path)
  await sees(page, 'A new concern')
  await check(page)
  await press(page, 'Mark as read and take up')
  await isAt(page, /^Case /)
  await sees(page, /^Next: /)
}

/** The initial review, every question answered no but the one named. */
async function review(page, path, hands, met) {
  await visit(page, `${path}/initial-review`)
  await hands.day(page, 'When was it held?', inDays(0))
  await hands.answerAll(page, met)
  await check(page)
  await hands.press(page, 'Record the initial review')
  await page.waitForURL((url) => !url.pathname.endsWith('/initial-review'))
}
