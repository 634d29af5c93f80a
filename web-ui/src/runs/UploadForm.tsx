// SPDX-License-Identifier: Apache-2.0
import { Button, FileTrigger } from "react-aria-components";
import { Choice } from "../widgets/Choice";
import styles from "./runs.module.css";
import { useSubmitting } from "./submitting";

export function UploadForm() {
  const { fields, setFields, progress, submit } = useSubmitting();
  return (
    <section className={styles.upload} aria-labelledby="upload-title" data-testid="drop-zone">
      <div className={styles.pitch}>
        <h2 id="upload-title">Submit a kernel</h2>
        <p>
          Drop a <code>.tar.gz</code>, <code>.tar</code> or <code>.zip</code> of sources with a{" "}
          <code>Makefile</code>, or an ELF image, anywhere on this page.
        </p>
      </div>
      <div className={styles.fields}>
        <label>
          Label
          <input
            className="field"
            placeholder="the file’s name"
            maxLength={120}
            value={fields.label}
            onChange={(event) => {
              setFields({ ...fields, label: event.target.value });
            }}
          />
        </label>
        <label>
          Assignment
          <input
            className="field"
            placeholder="memory-manager"
            maxLength={120}
            spellCheck={false}
            value={fields.assignment}
            onChange={(event) => {
              setFields({ ...fields, assignment: event.target.value });
            }}
          />
        </label>
        <div className={styles.mode}>
          <span>Mode</span>
          <Choice
            label="Mode"
            options={[
              { value: "graded", title: "Graded" },
              { value: "interactive", title: "Interactive" },
            ]}
            value={fields.mode}
            onChange={(mode) => {
              setFields({ ...fields, mode });
            }}
          />
        </div>
        <FileTrigger
          onSelect={(files) => {
            const file = files?.[0];
            if (file !== undefined) submit(file);
          }}
        >
          <Button className="button" data-main isDisabled={progress.kind === "sending"}>
            Choose a file
          </Button>
        </FileTrigger>
      </div>
    </section>
  );
}
