import { desk } from '../../words/words';

/** How an export is made: on the server’s command line only, since it holds private conversations and password hashes. */
export function Export() {
  const words = desk();
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.export}</h2>
      </div>
      <p>{words.exportIntro}</p>
      <p>{words.exportSteps}</p>
      <pre class="desk-steps" dir="ltr" tabIndex={0}>
        standpiped admin export community.jsonl
      </pre>
      <p>{words.exportRoom}</p>
      <p class="note warn">{words.exportSecret}</p>
      <p>{words.exportImport}</p>
      <pre class="desk-steps" dir="ltr" tabIndex={0}>
        standpiped admin import community.jsonl
      </pre>
      <p class="soft">{words.exportDoc}</p>
    </>
  );
}
