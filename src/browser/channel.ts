/** Messages between the tabs of this origin. The sender does not hear itself. */
export interface Channel<Message> {
  send(message: Message): void
  listen(listener: (message: Message) => void): () => void
  close(): void
}

export const openChannel = <Message>(name: string): Channel<Message> => {
  const channel = new BroadcastChannel(name)
  return {
    send: (message) => channel.postMessage(message),
    listen: (listener) => {
      const onMessage = (event: MessageEvent<Message>) => listener(event.data)
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
    close: () => channel.close(),
  }
}
