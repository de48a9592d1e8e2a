import type { IncomingMessage, ServerResponse } from 'node:http'
import { errors, type Provider } from 'oidc-provider'
import { clientId, clientName, scopes, type OAuthOptions } from './oauth-configuration.ts'
import { people, personByKey, personByUserName } from './people.ts'
import { consentPage, expiredPage, signInHeaders, signInPage } from './sign-in-page.ts'

const isGone = (thrown: unknown): boolean => thrown instanceof errors.SessionNotFound

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const formLimit = 10_000

const readText = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    length += bytes.length
    if (length > formLimit) return ''
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

/**
 * The pages between a sign-in's begin and its end: who one is, and whether the client may act. Shows them
 * and takes their answers. `remembered` learns what was allowed, by browser session and person.
 */
export const createSignIn = (provider: Provider, options: OAuthOptions, remembered: Map<string, string>) => {
  const headers = signInHeaders(options.redirectUris)

  const send = (response: ServerResponse, status: number, html: string) => {
    response.writeHead(status, headers).end(html)
  }

  const showPage = async (request: IncomingMessage, response: ServerResponse) => {
    const details = await provider.interactionDetails(request, response)
    const person = personByUserName(details.session?.accountId ?? '')
    if (details.prompt.name === 'login' || person === undefined) send(response, 200, signInPage(people, person))
    else send(response, 200, consentPage(clientName, String(details.params['redirect_uri']), person))
  }

  /**
   * Changing the person inside one browser session forgets the one before, but not what each has allowed.
   * The interaction is told as well, because the provider ends an interaction whose session became another's.
   */
  const forgetOtherPerson = async (interaction: Interaction, userName: string) => {
    const session = await provider.Session.findByUid(interaction.session?.uid ?? '')
    if (session?.accountId === undefined || session.accountId === userName) return
    session.accountId = undefined
    session.authorizations = undefined
    await session.persist()
    if (interaction.session !== undefined) Reflect.deleteProperty(interaction.session, 'accountId')
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  }

  const allow = (accountId: string): Promise<string> => {
    const grant = new provider.Grant({ accountId, clientId })
    grant.addOIDCScope('offline_access')
    grant.addResourceScope(options.origin, scopes)
    return grant.save()
  }

  const takeAnswer = async (request: IncomingMessage, response: ServerResponse) => {
    const details = await provider.interactionDetails(request, response)
    const form = new URLSearchParams(await readText(request))
    const finish = (result: Parameters<typeof provider.interactionFinished>[2]) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
    if (form.get('decision') === 'cancel') {
      await finish({ error: 'access_denied', error_description: 'The person did not allow access' })
      return
    }
    const accountId = details.session?.accountId
    if (details.prompt.name === 'consent' && accountId !== undefined && form.get('decision') === 'allow') {
      const grantId = await allow(accountId)
      remembered.set(`${details.session?.uid} ${accountId}`, grantId)
      await finish({ consent: { grantId } })
      return
    }
    const person = personByKey(form.get('person') ?? '')
    if (person === undefined) return showPage(request, response)
    await forgetOtherPerson(details, person.userName)
    await finish({ login: { accountId: person.userName, amr: ['pick'] } })
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await (request.method === 'POST' ? takeAnswer(request, response) : showPage(request, response))
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown
      send(response, 400, expiredPage())
    }
  }
}
