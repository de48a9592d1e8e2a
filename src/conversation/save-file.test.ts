import { expect, test } from 'vitest'
import { createConversationStore } from './conversation-store.ts'
import { createMaskingStore } from './masking-store.ts'
import { saveFile } from './save-file.ts'

const createServices = () => ({ masking: createMaskingStore(), conversations: createConversationStore() })

test('what was masked is told, and the choice is the one that was made', async () => {
  const services = createServices()
  const asked: boolean[] = []
  const save = async (isMasked: boolean) => {
    asked.push(isMasked)
    expect(services.masking.getState()).toMatchObject({ isSaving: true, inLastFile: '' })
    return isMasked ? '1 token' : ''
  }
  await saveFile(services, save)
  expect(services.masking.getState()).toMatchObject({ isSaving: false, inLastFile: '1 token' })
  services.masking.turned(false)
  await saveFile(services, save)
  expect(services.masking.getState()).toMatchObject({ isSaving: false, inLastFile: '' })
  expect(asked).toEqual([true, false])
  expect(services.conversations.getState().refusal).toBeNull()
})

test('a file that cannot be made is told, and nothing goes on as if it were', async () => {
  const services = createServices()
  await saveFile(services, () => Promise.reject(new Error('The chunk is gone.')))
  expect(services.masking.getState()).toMatchObject({ isSaving: false, inLastFile: '' })
  expect(services.conversations.getState().refusal).toMatchObject({
    code: 'file-not-made',
    detail: 'The chunk is gone.',
  })
})
