// ODK's own web form in a place of the page. The only module that knows it.
import "./styles.js";
import { createApp, h } from "vue";
import { OdkWebForm, POST_SUBMIT__NEW_INSTANCE, webFormsPlugin } from "web-forms";

const ID = "instanceID";

// `finished(interview)` gets {id, label, xml, files}; the form empties itself once it resolves to true.
export function openForm(place, { xform, fetchFile, answers, user, name, finished }) {
  const submit = async (payload, answer) => {
    const next = await finished(await interviewOf(payload.data[0]));
    answer(next ? { next: POST_SUBMIT__NEW_INSTANCE } : {});
  };
  const app = createApp({
    render: () =>
      h(OdkWebForm, {
        formXml: xform,
        fetchFormAttachment: (url) => fetchFile(fileNameOf(url)),
        missingResourceBehavior: "BLANK",
        preloadProperties: { deviceID: `web-${user}`, username: name },
        editInstance: answers,
        onSubmit: submit,
      }),
  });
  app.use(webFormsPlugin);
  app.mount(place);
  return app;
}

// jr://file-csv/structures.csv → structures.csv
function fileNameOf(url) {
  return decodeURIComponent(new URL(url).pathname.split("/").pop());
}

async function interviewOf(data) {
  const xml = await data.get("xml_submission_file").text();
  const read = new DOMParser().parseFromString(xml, "text/xml");
  const said = (name) => read.getElementsByTagNameNS("*", name)[0]?.textContent ?? "";
  const files = [...data.entries()].filter(([part]) => part !== "xml_submission_file");
  return {
    id: said(ID),
    label: said("instanceName"),
    xml,
    files: files.map(([part, file]) => ({ name: file.name || part, file })),
  };
}
