// The two ways to use a page: pointing at what is meant, or with nothing but a keyboard.

import assert from 'node:assert/strict'

/** A day so many days from today, as a form asks for it. */
export function inDays(days) {
  const [year, month, day] = new Date(Date.now() + days * 86_400_000)
    .toLocaleDateString('en-CA', { timeZone: 'Europe/London' }).split('-').map(Number)
  return { day, month, year }
}

const exact = (label) => (typeof label === 'string' ? { exact: true } : {})
const button = (page, name) => page.getByRole('main').getByRole('button', { name, ...exact(name) }).first()
const link = (page, name) => page.getByRole('main').getByRole('link', { name, ...exact(name) }).first()
const field = (page, label) => page.getByRole('main').getByLabel(label, exact(label)).first()
const parts = (page, legend) => ['Day', 'Month', 'Year'].map((name) => page.getByRole('group', { name: legend }).getByLabel(name, { exact: true }))

function hands({ choose, write, go }) {
  return {
    fill: (page, label, text) => write(page, field(page, label), text),
    tick: (page, label) => choose(page, field(page, label)),
    tickFirst: (page, legend) => choose(page, page.getByRole('group', { name: legend }).getByRole('checkbox').first()),
    press: (page, name) => go(page, button(page, name)),
    follow: (page, name) => go(page, link(page, name)),
    async day(page, legend, day) {
      for (const [at, part] of parts(page, legend).entries()) await write(page, part, String([day.day, day.month, day.year][at]))
    },
    /** Answers every question that can be answered yes or no: no, but yes to the one that is met. */
    async answerAll(page, met) {
      const questions = page.getByRole('main').getByRole('group')
        .filter({ has: page.getByLabel('Not known yet', { exact: true }) })
      const count = await questions.count()
      assert.ok(count > 0, 'the page asks nothing')
      for (let at = 0; at < count; at += 1) {
        const question = questions.nth(at)
        const says = await question.innerText()
        const yesOrNo = question.getByLabel(met?.test(says) ? 'Yes' : 'No', { exact: true })
        const open = question.getByLabel('Not known yet', { exact: true })
        await choose(page, (await yesOrNo.count()) > 0 ? yesOrNo : open)
      }
    },
  }
}

export const BY_POINTER = hands({
  choose: (_page, it) => it.check(),
  write: (_page, it, text) => it.fill(text),
  go: (_page, it) => it.click(),
})

export const BY_KEYBOARD = hands({
  async choose(page, it) {
    const radio = (await it.getAttribute('type')) === 'radio'
    await reach(page, it, radio)
    for (let step = 0; radio && step < 20 && !(await hasFocus(it)); step += 1) await page.keyboard.press('ArrowDown')
    if (!(await it.isChecked())) await page.keyboard.press('Space')
    assert.ok(await it.isChecked(), 'the keyboard could not choose it')
  },
  async write(page, it, text) {
    await reach(page, it)
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(text)
  },
  async go(page, it) {
    await reach(page, it)
    await page.keyboard.press('Enter')
  },
})

const hasFocus = (it) => it.evaluate((element) => element === document.activeElement)

/** Presses Tab until what is meant has the focus; of radios, any of the same question. */
async function reach(page, it, orItsLike = false) {
  await it.waitFor()
  for (let step = 0; step < 400; step += 1) {
    const there = await it.evaluate((element, like) => {
      const at = document.activeElement
      return at === element || (like && at?.type === 'radio' && at.name === element.name)
    }, orItsLike)
    if (there) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not get to ${it}`)
}
