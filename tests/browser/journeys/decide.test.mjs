// A lead takes up a new concern and works it: at once where a trigger is met, and step by step to the end where none is.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CANARY, check, isAt, openSchool, sees, seesNot, visit } from '../harness.mjs'
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
  const sent = page.waitForResponse((it) => it.request().method() === 'POST' && it.request().isNavigationRequest())
  await act()
  assert.equal((await sent).status(), 303, 'the form was not recorded')
  await page.waitForLoadState()
}

for (const way of WAYS) {
  test(`where no trigger is met the case is worked to its end, and opened again (${way.called})`, async () => {
    const { fill, tick, press, day } = way.hands
    const path = await report()
    await school.withPage({ role: 'lead', ...way }, async (page) => {
      const does = (name) => sending(page, () => press(page, name))
      await takeUp(page, path, way.hands)
      await review(page, path, way.hands, undefined)
      await isAt(page, 'What is known, and what is not?')
      await check(page)
      for (let round = 0; (await page.getByRole('button', { name: 'Save and continue' }).count()) > 0; round += 1) {
        assert.ok(round < 20, 'the questions do not end')
        await way.hands.answerAll(page)
        await does('Save and continue')
      }
      await visit(page, `${path}/recommendation`)
      await seesNot(page, /Refer now\./)
      await check(page)
      await press(page, 'Keep this and go on to decide')
      await isAt(page, 'What do you decide?')
      await tick(page, 'Respond within the setting')
      await fill(page, 'Why do you decide this?', `Nobody is at risk and each child is supported. ${CANARY}`)
      const second = page.getByLabel('Who looks at this decision too?')
      const head = await second.locator('option').filter({ hasText: /, head/i }).first().getAttribute('value')
      await second.selectOption(head)
      await check(page)
      await does('Record the decision')
      await school.withPage({ role: 'head', ...way }, async (other) => {
        await visit(other, `${path}/second-view`)
        await isAt(other, 'What do you think of this decision?')
        await seesNot(other, /Nobody is at risk and each child is supported/)
        await tick(other, 'I agree')
        await fill(other, 'What do you think, and why?', `I see it the same way. ${CANARY}`)
        await check(other)
        await sending(other, () => press(other, 'Record your view'))
      })
      await visit(page, `${path}/actions/add`)
      await fill(page, 'What is to be done?', `See the child on Monday. ${CANARY}`)
      await tick(page, 'Another day')
      await day(page, /^Which day\?/, inDays(3))
      await check(page)
      await does('Add the action')
      await visit(page, `${path}/parents`)
      await tick(page, 'Yes, they have been told')
      await fill(page, 'Who was told?', 'Mother')
      await fill(page, 'How?', 'By telephone')
      await check(page)
      await does('Record this')
      await visit(page, `${path}/imagery-log/device`)
      await fill(page, 'Which device?', 'Black phone in a blue case')
      await fill(page, 'Who holds it?', 'The head')
      await fill(page, 'Where is it kept?', 'Locked drawer')
      await tick(page, 'Switched off')
      await check(page)
      await does('Record the device')
      await visit(page, `${path}/review`)
      await day(page, 'Which day?', inDays(7))
      await check(page)
      await does('Set the day')
      await visit(page, `${path}/chronology`)
      await sees(page, `I see it the same way. ${CANARY}`)
      await sees(page, /holds together|as it was written|verif/i)
      await check(page)
      await visit(page, `${path}/close`)
      await tick(page, 'Managed in the setting, with support in place')
      await fill(page, 'Why can it be closed now?', `The plan is in place. ${CANARY}`)
      await fill(page, 'What becomes of the open actions?', 'The lead carries them on.')
      await check(page)
      await does('Close the case')
      await visit(page, `${path}/reopen`)
      await fill(page, 'Why', `A parent rang with something new. ${CANARY}`)
      await check(page)
      await does('Open the case again')
      await visit(page, path)
      await seesNot(page, /^Closed$/)
    })
  })
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
