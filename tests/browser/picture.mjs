// Takes the README's picture: the recommendation of the first case on the demo's desk that has one, as a lead sees it.

import { fileURLToPath } from 'node:url'
import { openSchool, visit } from './harness.mjs'

const PICTURE = fileURLToPath(new URL('../../docs/picture-recommendation.png', import.meta.url))

const school = await openSchool()
try {
  await school.withPage({ role: 'lead', width: 'desktop' }, async (page) => {
    await visit(page, '/desk')
    const links = await page.getByRole('main').getByRole('link').evaluateAll((all) => all.map((it) => it.pathname))
    const cases = new Set(links.map((path) => /^\/cases\/[0-9a-f]+/.exec(path)?.[0]).filter(Boolean))
    for (const path of cases) {
      const answer = await page.goto(`${path}/recommendation`)
      if (answer?.status() !== 200) continue
      await page.screenshot({ path: PICTURE })
      console.log(`docs/picture-recommendation.png shows ${await page.title()}`)
      return
    }
    throw new Error('no case on the desk has a recommendation to show')
  })
} finally {
  await school.close()
}
