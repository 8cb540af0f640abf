// Takes the README's picture: the recommendation of the case on the demo's desk that says “Refer now”, as a lead sees it.

import { fileURLToPath } from 'node:url'
import { openSchool, visit } from './harness.mjs'

const PICTURE = fileURLToPath(new URL('../../docs/picture-recommendation.png', import.meta.url))

const school = await openSchool()
try {
  await school.withPage({ role: 'lead', width: 'desktop' }, async (page) => {
    await visit(page, '/desk')
    const urgent = page.getByRole('main').getByRole('link', { name: /Refer now/ }).first()
    const href = (await urgent.count()) > 0 ? await urgent.getAttribute('href') : undefined
    const path = /^\/cases\/[0-9a-f]+/.exec(href ?? '')?.[0]
    if (path) {
      await visit(page, `${path}/recommendation`)
      await page.setViewportSize({ width: 1280, height: 1400 })
      await page.screenshot({ path: PICTURE })
      console.log(`docs/picture-recommendation.png shows ${await page.title()}`)
      return
    }
    throw new Error('no case on the desk says “Refer now”')
  })
} finally {
  await school.close()
}
