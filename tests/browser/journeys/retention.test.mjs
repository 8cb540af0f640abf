// Keeping and destroying: a rule is adopted, a case comes due, a hold stops it, two people destroy it, and what is left says so.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { answer, check, fill, fillDate, follow, isAt, openSchool, press, sees, seesNot, tick, visit } from '../harness.mjs'

let school
let path
before(async () => { school = await openSchool() })
after(async () => { await school?.close() })

const now = new Date(new Date().toLocaleString('en-US', { timeZone: 'Europe/London' }))
const TODAY = { day: now.getDate(), month: now.getMonth() + 1, year: now.getFullYear() }
const CHECKS = [
  'I have checked that no inquiry, court, claim or insurer has asked that this be kept.',
  'I have considered whether this record is known to relate to child sexual abuse, and whether it must be kept longer for that.',
]

async function lookedInto(page) {
  for (const one of CHECKS) await tick(page, one)
  await fillDate(page, 'What day is it today?', TODAY)
}

test('a rule is adopted, and a case comes due once every child in it is old enough', async () => {
  await school.withPage({ role: 'lead' }, async (page) => {
    await visit(page, '/retention')
    await isAt(page, 'What comes due')
    await check(page)
    await sees(page, /under no rule/)
    await follow(page, 'Rules your setting has adopted')
    await isAt(page, 'Rules about keeping records')
    await sees(page, 'To be verified')
    await check(page)
    await press(page, 'Adopt this rule: child 25 years')
    await sees(page, /Adopted by/)
    await visit(page, '/cases')
    const closed = page.getByRole('region', { name: 'Closed cases' }).getByRole('link').first()
    path = /^\/cases\/[0-9a-f]+/.exec(await closed.getAttribute('href'))[0]
    await visit(page, `${path}/retention`)
    await check(page)
    const children = await page.getByRole('main').locator(`a[href^="${path}/retention/"]`).evaluateAll((all) =>
      all.map((one) => one.getAttribute('href')).filter((href) => /[0-9a-f]{32}$/.test(href)))
    assert.ok(children.length > 0, 'the closed case names no child')
    for (const child of children) {
      await visit(page, child)
      await isAt(page, 'Who one child is')
      await check(page)
      await fillDate(page, 'Date of birth', { day: 29, month: 2, year: 1996 })
      await press(page, 'Put it right')
      await isAt(page, 'Keeping this case')
    }
    await visit(page, `${path}/retention`)
    await isAt(page, 'Keeping this case')
    await sees(page, 'Due for review since 1 March 2021.')
    await check(page)
  })
})

test('a hold stops it, also where somebody tries', async () => {
  await school.withPage({ role: 'lead' }, async (page) => {
    await visit(page, `${path}/retention/hold`)
    await isAt(page, 'Hold this case')
    await check(page)
    await tick(page, 'Put a hold on this case')
    await answer(page, 'What is it for?', 'A claim, a complaint or a case in court')
    await fill(page, 'Why?', 'A letter came.')
    await press(page, 'Record it')
    await isAt(page, 'Keeping this case')
    await sees(page, /A hold is on, and comes before every rule/)
    await seesNot(page, 'Propose that it be destroyed')
    await check(page)
    await visit(page, `${path}/retention/hold`)
    await page.getByRole('radio', { name: /^Lift a hold/ }).check()
    await fill(page, 'Why?', 'It was settled.')
    await press(page, 'Record it')
    await seesNot(page, /A hold is on/)
  })
})

test('one person proposes, and cannot carry it out', async () => {
  await school.withPage({ role: 'lead', width: 'phone' }, async (page) => {
    await visit(page, `${path}/retention`)
    await tick(page, 'Propose that it be destroyed')
    await lookedInto(page)
    await press(page, 'Record the decision')
    await sees(page, 'Enter the reason why.')
    await check(page)
    await fill(page, 'Why?', 'The rule has run.')
    await press(page, 'Record the decision')
    await isAt(page, 'What comes due')
    await page.getByRole('table', { name: 'Waiting for a second person' }).getByRole('link').first().click()
    await isAt(page, 'A proposal to destroy')
    await sees(page, /You proposed this/)
    assert.equal(await page.getByRole('button', { name: 'Destroy it' }).count(), 0)
    await check(page)
  })
})

test('another person carries it out, and what is left says so to whoever asks', async () => {
  await school.withPage({ role: 'head' }, async (page) => {
    await visit(page, '/retention')
    await page.getByRole('table', { name: 'Waiting for a second person' }).getByRole('link').first().click()
    await isAt(page, 'A proposal to destroy')
    await check(page)
    await lookedInto(page)
    await press(page, 'Destroy it')
    await isAt(page, 'This case was destroyed')
    await check(page)
  })
  await school.withPage({ role: 'lead', javascript: false }, async (page) => {
    await page.goto(path)
    await isAt(page, 'This case was destroyed')
    await sees(page, /This is not damage/)
    await check(page)
    await visit(page, '/cases')
    assert.equal(await page.locator(`a[href^="${path}"]`).count(), 0)
    await visit(page, '/retention')
    await sees(page, 'Destroyed')
    await check(page)
  })
})
