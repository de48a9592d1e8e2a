import type { FindingCode } from '../protocol/finding.ts'

/** What agents on Databricks are mostly written with. */
export type Framework = 'mlflow' | 'openai-agents' | 'langgraph' | 'langchain' | 'appkit'

export const frameworkNames: Readonly<Record<Framework, string>> = {
  mlflow: 'MLflow ResponsesAgent',
  'openai-agents': 'OpenAI Agents SDK',
  langgraph: 'LangGraph',
  langchain: 'LangChain (TypeScript)',
  appkit: 'AppKit',
}

export interface FindingWords {
  /** What it is, in a few words and without a full stop. */
  readonly title: string
  readonly why: string
  /** What to change, whatever the agent is written with. */
  readonly fix: string
  /** What to change where, for the frameworks in which it is known to arise or to be cured in one place. */
  readonly fixes: Readonly<Partial<Record<Framework, string>>>
}

/** Every code has its words: one without them does not compile. */
export const findingCatalogue: Readonly<Record<FindingCode, FindingWords>> = {
  'invalid-frame': {
    title: 'The data of an event are not a JSON object',
    why: 'Clients parse the data of every event. Most throw at the first that they cannot parse, and the rest of the answer is lost.',
    fix: 'Serialize each event once, with a JSON library, into one data line; print nothing else into the stream.',
    fixes: {
      mlflow: 'Yield ResponsesAgentStreamEvent objects and let AgentServer write the frames; never yield text.',
      langchain:
        'Write `data: ${JSON.stringify(event)}` and a blank line. A raw line break inside the data splits the event.',
    },
  },
  'invalid-utf8': {
    title: 'Bytes that are not UTF-8',
    why: 'Event streams and JSON are UTF-8 by definition. Clients show � in place of such bytes, or stop reading.',
    fix: 'Encode whole strings, never pieces of bytes, and decode the output of tools with their real encoding before passing it on.',
    fixes: {
      mlflow: 'Decode what a tool or a file gives you to str first; a tool that returns bytes is the usual source.',
    },
  },
  'invalid-body': {
    title: 'The answer is not valid JSON',
    why: 'A client that asked for the whole answer cannot read any of it.',
    fix: 'Return the object and let the server serialize it. NaN, Infinity and a body that was cut are the usual causes.',
    fixes: {
      mlflow:
        'Return a ResponsesAgentResponse from the invoke function, and keep NaN and Infinity out of custom_outputs.',
    },
  },
  'ignored-line': {
    title: 'A line that is no field of an event stream',
    why: 'The standard drops every line that does not begin with data, event, id, retry or a colon. What it says reaches no client, and the rest of an event that was spread over several lines goes with it.',
    fix: 'Write nothing but events into the body. Serialize each event to one line, or begin every line of it with data:.',
    fixes: {
      mlflow:
        'AgentServer writes frames by itself: look for a route of your own, or for a print that ends in the body.',
      langchain: 'Write `data: ${JSON.stringify(event)}` without an indent, and send console output to the log.',
      appkit: 'Pass objects to the stream, not text that was laid out for reading.',
    },
  },
  'unfinished-frame': {
    title: 'No blank line after the last event',
    why: 'An event counts only when a blank line follows. Clients that keep to the standard drop the last one, often the one that ends the answer.',
    fix: 'End every event with two line breaks, the last one too, and flush before closing.',
    fixes: { langchain: 'Write "data: [DONE]\\n\\n" before response.end().' },
  },
  'cut-event': {
    title: 'The body ends in the middle of an event',
    why: 'What the event said is lost, and a client cannot tell this from an answer that was meant to end here.',
    fix: 'Look for a crash, a restart or a worker timeout of the agent at this moment; finish or fail each stream by an event.',
    fixes: {
      mlflow: 'Look at the logs of the app: a worker that is killed for memory or time leaves exactly this behind.',
      langchain: 'Await every write, and end the response only after the last one.',
    },
  },
  'wrong-content-type': {
    title: 'The content-type does not fit the body',
    why: 'Clients choose their parser by this header; with a wrong one they wait for the end, or cannot read the body at all.',
    fix: 'Send text/event-stream for a stream and application/json for a whole answer.',
    fixes: {
      mlflow: 'AgentServer sets it: check for a middleware or a route of your own that answers instead.',
      langchain: 'Set the header before the first write, and only when the request asked for a stream.',
      appkit: 'Set the header in the route before the first write; a compressing middleware may also change it.',
    },
  },
  'event-name-differs': {
    title: 'The SSE event name is not the type inside',
    why: 'Clients that listen by event name and clients that read the type see two different events.',
    fix: 'Leave the event line out, or give it the very type that the data have.',
    fixes: { appkit: 'Write the event line from event.type, at one place.' },
  },
  'untyped-event': {
    title: 'An event without a type',
    why: 'Clients choose what to do by the type. Without it they skip the event, or fail.',
    fix: 'Give each event a type of the Responses API. Data of your own belong into custom_outputs.',
    fixes: { mlflow: 'Put additional data into custom_outputs of an event that you send anyway.' },
  },
  'invalid-event': {
    title: 'An event lacks what it is there for',
    why: 'A delta without text or an item event without an item makes typed clients fail, and MLflow itself refuses it.',
    fix: 'Send such an event only when it has its content: skip empty chunks of the model instead of passing null on.',
    fixes: {
      mlflow: 'Build events with create_text_delta and the create_…_item helpers, which ask for what is needed.',
      langgraph: 'Skip message chunks whose content is None or a list without text before you make a delta of them.',
    },
  },
  'unknown-event': {
    title: 'An event type that the Responses API does not have',
    why: 'Lenient clients skip it. What only this event says is not seen by anybody.',
    fix: 'Use a type of the Responses API, or see to it that nothing depends on this event.',
    fixes: { mlflow: 'For progress or data of your own use custom_outputs.' },
  },
  'unknown-item': {
    title: 'An output item of a type that the Responses API does not have',
    why: 'Clients skip items that they do not know, and MLflow refuses them in requests, so the next turn fails when the history is sent back.',
    fix: 'Say it in a message or a function_call_output, or put it into custom_outputs.',
    fixes: {
      mlflow: 'Put data of your own into custom_outputs; ResponsesAgentResponse takes the items of the API alone.',
      langgraph: 'Convert the messages of the graph with output_to_responses_items_stream before you yield them.',
      appkit: 'Send data of your own as an appkit event, and leave response.output_item for items of the API.',
    },
  },
  'unknown-part': {
    title: 'A content part that is neither output_text nor refusal',
    why: 'The OpenAI clients join the parts of the type output_text. Text in any other part is missing from output_text, and MLflow refuses it when the message is sent back.',
    fix: 'Give the parts of an assistant message the type output_text, with text and annotations.',
    fixes: {
      mlflow: 'Use create_text_output_item, which writes the part as it has to be.',
      langgraph: 'Blocks of a LangChain message have the type text: turn each into output_text.',
      langchain: 'Map content blocks: { type: "output_text", text: block.text, annotations: [] }.',
    },
  },
  'incomplete-item': {
    title: 'An item lacks a field that it must have',
    why: 'Without its call_id a call and its result cannot be tied together; without the others typed clients fail. MLflow refuses the item when the conversation is sent back.',
    fix: 'Send items with all the fields that the Responses API requires: call_id and name for a call, summary for reasoning, role and content for a message.',
    fixes: {
      mlflow: 'Use the create_…_item helpers: they ask for every field that is needed.',
      'openai-agents': 'Forward raw_item of the run item as it is, without picking fields.',
      langgraph: 'Take call_id from tool_call["id"]; where the model gave none, make one and use it in the output too.',
      langchain: 'Take call_id from toolCall.id, and wait for the whole call: the first chunk alone has it.',
      appkit: 'Keep the id of the call that the model gave, also when the tool waits for an approval.',
    },
  },
  'null-field': {
    title: 'null where the Responses API has a value',
    why: 'Clients that loop over annotations or logprobs fail on null. Lenient ones take it for an empty list.',
    fix: 'Leave fields out that have no value, or send an empty list.',
    fixes: {
      mlflow: 'Serialize with model_dump(exclude_none=True).',
      'openai-agents': 'Use event.model_dump(exclude_none=True) where the template dumps the raw events.',
      langgraph: 'Set annotations to [] when you build the part yourself.',
    },
  },
  'bare-item': {
    title: 'An output item that is not inside an event',
    why: 'Clients look for items in response.output_item.done. One that comes bare is skipped, so a tool result may never show.',
    fix: 'Wrap it: {"type": "response.output_item.done", "item": …}.',
    fixes: {
      mlflow: 'Yield ResponsesAgentStreamEvent(type="response.output_item.done", item=…) for tool results too.',
      langgraph: 'Convert tool messages with output_to_responses_items_stream instead of yielding their dict.',
    },
  },
  'undeclared-item': {
    title: 'Content for an item that was never added',
    why: 'An answer that begins with response.created follows the full order of events. Clients that build items from it fail at content for an item they do not have.',
    fix: 'Send response.output_item.added with the same id and output_index before the first delta.',
    fixes: {
      mlflow:
        'Or leave response.created and response.completed out: deltas and final items alone are a dialect that clients of MLflow know.',
      'openai-agents': 'Forward all raw response events in their order, output_item.added included.',
      langchain: 'Send output_item.added when the first chunk of a message arrives.',
    },
  },
  'undeclared-part': {
    title: 'Text for a content part that was never added',
    why: 'The streaming helper of the OpenAI clients keeps the parts of each item in a list, and fails with an index error at a delta for a part that is not in it.',
    fix: 'After output_item.added send response.content_part.added with an empty output_text part, before its first delta.',
    fixes: {
      mlflow: 'Or leave response.created out: deltas and final items alone are a dialect that clients of MLflow know.',
      'openai-agents': 'Forward response.content_part.added of the raw events as well.',
      langchain: 'Send content_part.added when the first text of a message arrives.',
      appkit: 'Send content_part.added when the first text of a message arrives.',
    },
  },
  'missing-index': {
    title: 'An event does not say its place',
    why: 'Clients that build the response address output[output_index].content[content_index]. Without the index they fail, or put everything into the first item.',
    fix: 'Count output_index per item and content_index per part from 0, and send both with every delta.',
    fixes: {
      mlflow:
        'The helper create_text_delta sends neither. That is fine without response.created; with it, add both to each event.',
      langgraph: 'Keep a counter over the items of the run, and put it into added, deltas and done.',
      langchain: 'Keep one counter beside the message id.',
    },
  },
  'shared-index': {
    title: 'Two items stand in the same place',
    why: 'Clients keep items by output_index: the second replaces the first, and text of both is joined.',
    fix: 'Count output_index up by one for every item of the response.',
    fixes: {
      mlflow: 'Leave output_index out where you do not count, rather than sending 0 each time.',
      'openai-agents': 'Add the number of items of the earlier model calls to the index of each raw event.',
      langchain: 'Count up when a tool call or a new message begins, not once per run.',
    },
  },
  'nameless-delta': {
    title: 'A delta that does not name its item',
    why: 'With two items open nobody can say where the text belongs. MLflow refuses such a delta, and the OpenAI clients ask for item_id too.',
    fix: 'Put the id of the item into item_id of every delta, the same that its final item has.',
    fixes: {
      mlflow: 'Use create_text_delta(delta=…, item_id=…) with one id per message.',
      langgraph: 'Use the id of the message chunk as item_id; it stays the same for the whole message.',
    },
  },
  'renamed-item': {
    title: 'The id of an item changes while it is open',
    why: 'Clients that collect text by id show one message as many, or lose the text when the final item comes under another id.',
    fix: 'Choose the id once, when the item begins, and use it in added, in every delta and in done.',
    fixes: {
      mlflow: 'Make one id per message before the loop, and pass it to create_text_delta and create_text_output_item.',
      'openai-agents':
        'The template replaces ids by that of the newest item. Keep a map from output_index to id instead, and empty it with each response.created.',
      langgraph: 'Use the message id of the chunks for the final item too, not a new uuid.',
      langchain: 'Keep the id in a variable per message, not one that each chunk overwrites.',
    },
  },
  'shared-id': {
    title: 'Several items have one id',
    why: 'Clients that keep items by id overwrite the first by the second, or join both into one text.',
    fix: 'Give every item an id of its own, also when one run of the agent speaks several times.',
    fixes: {
      mlflow: 'Make a new uuid for each message, not one for the whole predict_stream.',
      langchain: 'The template makes one message id per run: make a new one after each tool call.',
      langgraph: 'Use the id of each message, not the id of the run.',
    },
  },
  'shared-id-across-kinds': {
    title: 'A message and a call share an id',
    why: 'Clients that know the kind of an item cope. Those that keep items by id alone mix the text and the call up.',
    fix: 'Give the call an id of its own; call_id already ties it to its output.',
    fixes: {
      mlflow:
        'Pass a new id to create_function_call_item. The converter for LangChain messages takes the id of the message.',
      langgraph: 'Give the function_call item a new id after output_to_responses_items_stream, before you yield it.',
    },
  },
  'placeholder-id': {
    title: 'A placeholder stands where ids belong',
    why: 'All items look alike to clients that keep them by id, and the id means nothing when it is sent back.',
    fix: 'Replace the placeholder by a fresh id for each item.',
    fixes: {
      'openai-agents': 'Give each item of result.to_input_list() or of the stream a new uuid before you return it.',
      mlflow: 'Set the id when you make the ResponsesAgentResponse; leaving it out is better than a shared one.',
    },
  },
  'missing-id': {
    title: 'A message without an id',
    why: 'Clients that keep messages by id lose track of it, and MLflow refuses an output message without an id when the conversation is sent back.',
    fix: 'Give each message an id of its own, the one that its deltas name.',
    fixes: {
      mlflow: 'Pass id=str(uuid4()) to create_text_output_item.',
      'openai-agents': 'The list of to_input_list() may lack ids: set one on each message before you return it.',
      langgraph: 'Use the id of the AIMessage, or a uuid where it has none.',
    },
  },
  'renamed-response': {
    title: 'The response ends under another id',
    why: 'Clients that keep responses by id, to retrieve them or to go on from them, look for one that does not exist.',
    fix: 'Make the id once, and use it in every event of the response.',
    fixes: {
      mlflow: 'Make the id before the loop, and put the same into created and completed.',
      'openai-agents': 'Do not make a new id per raw event; forward the one of the model call, or your own.',
      langchain: 'Keep the id in a variable of the request.',
    },
  },
  'long-id': {
    title: 'An id of more than 64 characters',
    why: 'A conversation sends items back as input, and the Responses API refuses ids that long: the second turn fails.',
    fix: 'Use short ids, such as msg_ and a uuid.',
    fixes: { mlflow: 'Do not pass on the id of the provider where it is long: make your own with uuid4.' },
  },
  'emptied-item': {
    title: 'The final item is empty although text was streamed',
    why: 'Clients take the final item for the truth. Those that do, MLflow among them, lose all of the text.',
    fix: 'Collect the deltas, and put the whole text into the content of the final item.',
    fixes: {
      mlflow: 'Yield create_text_output_item(text=whole_text, id=…) in output_item.done.',
      langchain: 'The template closes the message with content: []. Add up the chunks and send them as output_text.',
      langgraph: 'Build the final item from the aggregated message, not from its last chunk.',
      appkit: 'Put the text that was streamed into the item of output_item.done.',
    },
  },
  'done-text-differs': {
    title: 'The final text is not what was streamed',
    why: 'A reader of the stream and a reader of the final item see two different answers, and one of them is wrong.',
    fix: 'Make the final text from the deltas. If it is filtered or rewritten at the end, do not stream before that.',
    fixes: {
      mlflow: 'Aggregate the deltas you yield, and put exactly that into output_item.done.',
      langgraph: 'Look for a node that rewrites the last message after it was streamed, and stream only its output.',
      'openai-agents':
        'An output guardrail that changes the text has to run before streaming, or the text must not be streamed.',
    },
  },
  'missing-text-done': {
    title: 'A text is not closed before its item',
    why: 'Clients that wait for response.output_text.done, or for function_call_arguments.done, never act. Those that go by output_item.done cope.',
    fix: 'Send the done event with the whole text after the last delta, then output_item.done.',
    fixes: {
      mlflow: 'Nothing in MLflow asks for it; output_item.done is what counts there.',
      'openai-agents':
        'The converter for chat models does not send it: add it before content_part.done when you forward raw events.',
      langchain: 'Send output_text.done with the joined chunks before output_item.done.',
      appkit: 'Send output_text.done with the joined text before output_item.done.',
    },
  },
  'repeated-item': {
    title: 'The same item is sent twice',
    why: 'Clients that add each final item show it twice.',
    fix: 'Send each item once in its final form.',
    fixes: {
      langgraph:
        'With stream_mode ["updates", "messages"] a message arrives in both: take deltas from one and items from the other.',
      mlflow: 'Do not yield the items of the final state again after they were yielded node by node.',
    },
  },
  'unfinished-item': {
    title: 'An item never got its final form',
    why: 'Clients that keep only final items, as MLflow does for traces, evaluation and whole answers, lose it completely.',
    fix: 'After the last delta send response.output_item.done with the whole item.',
    fixes: {
      mlflow: 'Yield output_item.done with create_text_output_item after the loop over the deltas.',
      'openai-agents': 'Forward response.output_item.done of the raw events as well as the deltas.',
      langgraph: 'Take updates beside messages in stream_mode, and make the final items of them.',
      langchain: 'Send output_item.done on on_chat_model_end.',
    },
  },
  'arguments-not-json': {
    title: 'Arguments that are not JSON',
    why: 'Tools and clients parse them. The next turn fails too, when a model gets the call back as part of its input.',
    fix: 'Send the arguments of the model unchanged, and {} where a tool has none.',
    fixes: {
      mlflow:
        'Pass json.dumps(arguments) to create_function_call_item; str() of a dict has single quotes and is not JSON.',
      langgraph: 'Use json.dumps(tool_call["args"]), and wait for the whole call: chunks hold pieces of it.',
      'openai-agents':
        'If the model was cut by max_tokens in the middle of a call, raise the limit and drop that call.',
    },
  },
  'arguments-not-text': {
    title: 'Arguments that are not a string',
    why: 'The Responses API has the arguments as text that holds JSON. Typed clients refuse an object, and so does MLflow.',
    fix: 'Send the arguments as a string: json.dumps(…) or JSON.stringify(…).',
    fixes: {
      mlflow: 'Pass json.dumps(arguments) to create_function_call_item.',
      langchain: 'Use JSON.stringify(toolCall.args).',
    },
  },
  'output-not-text': {
    title: 'The output of a tool is not a string',
    why: 'MLflow refuses a function_call_output whose output is not a string, so sending the conversation back fails in the next turn.',
    fix: 'Turn the result into text: json.dumps(…) or JSON.stringify(…).',
    fixes: {
      mlflow: 'Use create_function_call_output_item(call_id=…, output=json.dumps(result)).',
      langgraph: 'Return text from the tool, or convert the content of the ToolMessage before you yield it.',
      'openai-agents': 'Convert the output of the tool_call_output_item with str() or json.dumps().',
    },
  },
  'orphan-output': {
    title: 'A tool result without its call',
    why: 'Nobody sees which tool was asked for what, and models refuse a conversation in which an output has no call.',
    fix: 'Send the function_call item before its output, with the same call_id.',
    fixes: {
      mlflow: 'Yield the item of create_function_call_item before that of create_function_call_output_item.',
      langgraph: 'Take the AI message with the tool_calls into the stream too, not only the ToolMessage.',
      'openai-agents': 'Forward the tool_call_item beside the tool_call_output_item.',
    },
  },
  'call-without-output': {
    title: 'A call without a result',
    why: 'The tool seems never to have answered, and models refuse a conversation in which a call has no output.',
    fix: 'Send a function_call_output for each call that the agent answered itself, also when the tool failed.',
    fixes: {
      'openai-agents':
        'Handoffs have this: forward handoff_output_item as function_call_output, or leave the transfer call out.',
      langgraph: 'Stream the tools node as well, and let a tool that raises answer with an error text.',
      mlflow: 'Yield create_function_call_output_item after each tool, in the except branch too.',
      langchain: 'Send the output on on_tool_error as well as on on_tool_end.',
    },
  },
  'missing-created': {
    title: 'The answer does not begin with response.created',
    why: 'The streaming helper of the OpenAI clients expects it first and raises without it. Clients that take events one by one cope.',
    fix: 'Send response.created with the id of the response before the first item.',
    fixes: {
      mlflow:
        'Nothing in MLflow asks for it: without output_item.added, deltas and final items alone are a dialect of their own.',
      langchain: 'Write response.created right after the headers.',
      appkit: 'Send response.created before the first item.',
    },
  },
  'late-created': {
    title: 'response.created comes too late',
    why: 'Clients set up the answer at response.created: what came before is thrown away, or makes them fail.',
    fix: 'Send response.created first, before any item, and the terminal event last.',
    fixes: { mlflow: 'Yield it as the first event of the stream function, before calling the model.' },
  },
  'several-rounds': {
    title: 'One stream holds several responses',
    why: 'Clients that stop at the first response.completed never see the rest. It is how the templates for the OpenAI Agents SDK work, so clients for Databricks know it.',
    fix: 'If other clients matter, send one response.created at the start and one response.completed at the end.',
    fixes: {
      'openai-agents':
        'In the loop over the raw events drop response.created and response.completed of all but the first and last model call.',
      langgraph:
        'Drop the created and completed events of the single model calls, and send your own pair around the graph.',
    },
  },
  'sequence-gap': {
    title: 'Sequence numbers are missing',
    why: 'Events were lost on the way, or never sent. A client that resumes after a number gets too little.',
    fix: 'Count up by one for every event that is really sent, at the place that writes it.',
    fixes: {
      'openai-agents': 'Filtering raw events leaves gaps: number the events that remain.',
      mlflow: 'Leave sequence_number out if you do not need it: MLflow does not.',
    },
  },
  'sequence-repeat': {
    title: 'A sequence number stands still',
    why: 'Clients that drop what they have seen before, to resume safely, drop these events.',
    fix: 'Count up by one for every event, or leave sequence_number out.',
    fixes: { mlflow: 'Leave sequence_number out: MLflow does not need it.' },
  },
  'sequence-disorder': {
    title: 'Sequence numbers fall',
    why: 'Clients that sort by them mix the text up, and those that drop what is old lose it.',
    fix: 'Number the events where they are written, not where they are made, and let one writer write them.',
    fixes: {
      'openai-agents':
        'The numbers are those of several model calls: number them anew, or send response.created with each.',
    },
  },
  'missing-sequence': {
    title: 'An event without a number among numbered ones',
    why: 'Typed clients ask for sequence_number in every event, and a client that resumes after a number does not know this one.',
    fix: 'Number every event that is sent, or none.',
    fixes: {
      'openai-agents':
        'Tool results are made by the template, not by the model: give them the next number before you yield them.',
      mlflow: 'Leave sequence_number out of all events: MLflow does not need it.',
    },
  },
  'unknown-status': {
    title: 'A status that the Responses API does not have',
    why: 'Typed clients refuse it; others take it for “not done” and go on waiting.',
    fix: 'Use in_progress, completed, incomplete or failed, and leave the field out rather than sending null.',
    fixes: {
      mlflow: 'Serialize with exclude_none, or do not set status at all.',
      'openai-agents': 'Use model_dump(exclude_none=True) when you turn SDK objects into events.',
    },
  },
  'contradicting-status': {
    title: 'The status contradicts its event',
    why: 'Clients that read the status and clients that read the event disagree on whether the answer has ended.',
    fix: 'Set the status of the response to what the event says before you send it.',
    fixes: {
      mlflow: 'Build a new response for the last event; the one of response.created still says in_progress.',
      langchain: 'Send { ...response, status: "completed" } in response.completed.',
      appkit: 'Set the status in the copy that response.completed carries.',
    },
  },
  'inconsistent-usage': {
    title: 'The token counts do not add up',
    why: 'Costs and limits that are reckoned from them are wrong.',
    fix: 'Add input and output tokens over all model calls, and make the total from these sums.',
    fixes: {
      'openai-agents': 'Take usage from result.context_wrapper.usage, which is summed over all calls.',
      langgraph: 'Sum usage_metadata over all AI messages of the run.',
    },
  },
  'empty-final-output': {
    title: 'response.completed does not hold the output',
    why: 'Clients that take the final response instead of collecting events get an empty answer.',
    fix: 'Put all output items of the response into response.output of response.completed.',
    fixes: {
      'openai-agents':
        'Collect the items of output_item.done, and put them into response.output before you forward completed.',
      langchain: 'The template sends response: {}. Send the items that were streamed.',
      appkit: 'Send the items that were streamed in response.completed, not {}.',
      mlflow: 'Leave response.completed out: AgentServer needs only the items.',
    },
  },
  'final-output-differs': {
    title: 'The final response is not what was streamed',
    why: 'Clients that take response.completed show another answer than those that followed the stream, and one of them is wrong.',
    fix: 'Build response.output of the items that were sent in output_item.done, all of them and unchanged.',
    fixes: {
      mlflow: 'Collect the items you yield, and put that list into response.completed.',
      'openai-agents':
        'Each model call has its own final response: leave the inner ones out, and send one of all items.',
      langgraph: 'Build the final response from the streamed items, not from the last state of the graph.',
      appkit: 'Put the items that were streamed into response.completed.',
    },
  },
  'empty-answer': {
    title: 'The answer has no content',
    why: 'It ended as a success, so clients show an empty answer and nobody learns what went wrong.',
    fix: 'If nothing could be said, fail with an error event, or say so in a message.',
    fixes: {
      langgraph: 'Check that stream_mode has what your loop handles, and that the nodes return messages.',
      mlflow:
        'Check that the stream function really yields: one that returns a list or raises StopIteration ends silently.',
    },
  },
  'missing-completed': {
    title: 'response.created, but no terminal event',
    why: 'The helpers of the OpenAI clients wait for response.completed and raise when the stream ends without it.',
    fix: 'End with response.completed, response.incomplete or response.failed before [DONE].',
    fixes: {
      mlflow: 'Or send neither: [DONE], which AgentServer writes, ends the dialect of deltas and final items.',
      'openai-agents': 'Forward response.completed of the raw events too.',
    },
  },
  'missing-finish-reason': {
    title: 'No finish_reason',
    why: 'Clients cannot tell an answer that ended as meant from one that hit the token limit.',
    fix: 'Send finish_reason with the last chunk: stop, length, tool_calls or content_filter.',
    fixes: {
      mlflow: 'Set finish_reason on the last ChatAgentChunk or ChatCompletionChunk that you yield.',
      langgraph: 'Take finish_reason of response_metadata of the last chunk along.',
      langchain: 'Send a last chunk with finish_reason "stop" after the loop.',
    },
  },
  'unknown-finish-reason': {
    title: 'A finish_reason that Chat Completions do not have',
    why: 'Clients know stop, length, tool_calls and content_filter. At any other they do not know whether the answer is whole.',
    fix: 'Translate the reason of the model: end_turn is stop, max_tokens is length, tool_use is tool_calls.',
    fixes: {
      mlflow: 'Set finish_reason of the ChatCompletionChunk yourself instead of passing that of the provider on.',
      langchain: 'Translate response_metadata.stop_reason before you send it.',
      langgraph: 'Translate response_metadata["stop_reason"] before you send it.',
    },
  },
  'missing-end': {
    title: 'The stream stops without an end',
    why: 'A client cannot tell this from a connection that was cut. Some wait, some take half an answer for a whole one.',
    fix: 'End every stream by a terminal event or [DONE], also when the agent fails.',
    fixes: {
      mlflow:
        'AgentServer writes [DONE] itself: look in the logs for a worker that died, or for a time limit in front of it.',
      langchain: 'Write the failure and [DONE] in a finally block before response.end().',
      appkit: 'Catch errors of the run, and write an error event before the response ends.',
    },
  },
  'repeated-terminal': {
    title: 'The response ends twice',
    why: 'Clients that act at the end, such as storing the answer or counting tokens, do so twice, or with the wrong one.',
    fix: 'Send one terminal event per response.created.',
    fixes: { langchain: 'Return after the error branch, so that completed is not sent behind a failure.' },
  },
  'event-after-terminal': {
    title: 'The answer goes on after its end',
    why: 'Clients stop reading at the terminal event, so what follows is lost to them.',
    fix: 'Send the terminal event last, after all items.',
    fixes: {
      'openai-agents': 'Send completed after the last tool and the last message, not after each model call.',
      mlflow: 'Yield response.completed as the very last event, if at all.',
    },
  },
  'data-after-done': {
    title: 'Events after [DONE]',
    why: 'Clients stop reading at [DONE]. Nobody gets what comes after it.',
    fix: 'Write [DONE] last, once all events are written.',
    fixes: { mlflow: 'AgentServer writes [DONE] itself: do not yield one of your own.' },
  },
  'duplicate-done': {
    title: '[DONE] comes more than once',
    why: 'Harmless to clients that stop at the first. It tells that two places write the end.',
    fix: 'Write [DONE] at one place.',
    fixes: { mlflow: 'AgentServer writes it: do not yield one of your own.' },
  },
  'done-after-error': {
    title: '[DONE] after an error',
    why: 'No event of a known type told of the failure, so a client that takes [DONE] for success stores half an answer as a good one. AgentServer does this whenever the agent raises.',
    fix: 'Send an event of type error or response.failed before [DONE]; better still, catch expected errors and answer in words.',
    fixes: {
      mlflow: 'Catch what you expect to fail inside the stream function, and yield a message or response.failed.',
    },
  },
  'untyped-error': {
    title: 'An error in an event without a type',
    why: 'Clients that go by the type skip it and take the half answer for the whole. AgentServer writes it so when the agent raises.',
    fix: 'Catch the error in the agent and send {"type": "error", "message": …} or response.failed.',
    fixes: {
      mlflow:
        'Wrap the body of the stream function in try, and yield an event of type error with message in the except branch.',
    },
  },
  'unexplained-error': {
    title: 'A failure without a message',
    why: 'The person at the other end learns that it failed, but not why, nor whether trying again helps.',
    fix: 'Put a message into error, without secrets and stack traces.',
    fixes: {
      langchain: 'Send response.failed with response.error.message, not alone.',
      appkit: 'Send response.failed with response.error.message.',
    },
  },
  'error-with-success-status': {
    title: 'An error under a success status',
    why: 'Clients look at the HTTP status first: they take the error for the answer and do not try again.',
    fix: 'Answer with a 4xx or 5xx status when the whole answer is an error.',
    fixes: {
      mlflow: 'Let the invoke function raise: AgentServer answers 500 with the message.',
      langchain: 'Set response.status(500) before response.json(…).',
      appkit: 'Set the status before you send the error.',
    },
  },
}
