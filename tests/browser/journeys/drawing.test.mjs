// A text as one picture: every word fits its box, on a phone, on a desktop and on paper, and only one shape is shown.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { check, follow, isAt, openSchool, visit } from '../harness.mjs'

let school
before(async () => { school = await openSchool() })
after(() => school?.close())

const DRAWING = '/guidance/england-ukcis-2024/2024-03-11/drawing'
const WAYS = [
  { called: 'a phone', width: 'phone', media: 'screen', shape: 'phone' },
  { called: 'a desktop', width: 'desktop', media: 'screen', shape: 'page' },
  { called: 'paper', width: 'desktop', media: 'print', shape: 'poster' },
]

for (const { called, width, media, shape } of WAYS) {
  test(`on ${called} the drawing is whole and every word stands in its box`, async () => {
    await school.withPage({ role: undefined, width }, async (page) => {
      await page.emulateMedia({ media })
      await visit(page, DRAWING)
      const shown = await page.locator('.leeward-drawing:visible').evaluateAll((all) => all.map((one) => one.className))
      assert.deepEqual(shown, [`leeward-drawing leeward-drawing--${shape}`])
      const { texts, outside } = await page.locator(`.leeward-drawing--${shape} svg`).evaluate(wordsOutsideTheirBox)
      assert.ok(texts > 100, `only ${texts} lines of words`)
      assert.deepEqual(outside, [])
      if (media === 'screen') await check(page)
    })
  })
}

test('a lead looks at the path a case took, and comes back', async () => {
  await school.withPage({ role: 'lead', width: 'phone' }, async (page) => {
    const cases = page.locator('main a[href^="/cases/"]')
    await visit(page, '/desk')
    const path = new URL(await cases.first().evaluate((link) => link.href)).pathname.match(/^\/cases\/[^/]+/)[0]
    await visit(page, `${path}/recommendation`)
    await follow(page, 'See the path this case took, as a drawing')
    await isAt(page, 'The path this case took')
    await check(page)
    await follow(page, 'Back to what the guidance says')
    await isAt(page, 'What does the guidance call for?')
  })
})

/** Lines of words that reach past the box they stand in, or that run into the next line. Lines outside any box are titles. */
function wordsOutsideTheirBox(svg) {
  const boxes = [...svg.querySelectorAll('rect[rx]')].map((box) => box.getBBox())
  const texts = [...svg.querySelectorAll('text')]
  const sheet = svg.viewBox.baseVal
  const outside = texts.filter((text) => {
    const { x, y, width, height } = text.getBBox()
    const box = boxes.find((it) => x >= it.x && x <= it.x + it.width && y + height / 2 >= it.y && y + height / 2 <= it.y + it.height)
    const within = box ?? { x: sheet.x, y: sheet.y, width: sheet.width, height: sheet.height }
    return x + width > within.x + within.width || y + height > within.y + within.height + 1
  })
  return { texts: texts.length, outside: outside.map((text) => text.textContent) }
}
