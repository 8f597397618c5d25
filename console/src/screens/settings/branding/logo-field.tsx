import { Button, FileUpload, FormGroup, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core';
import { useState } from 'react';
import { useText } from '../../../language/use-messages.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { faultAt } from '../../../parts/json/fault.js';
import { readPath, writePath } from '../../../parts/json/json-path.js';

const PATH = '$.logo';
const MOST_BYTES = 200 * 1024;
const accept = { 'image/png': ['.png'], 'image/jpeg': ['.jpg', '.jpeg'], 'image/webp': ['.webp'] };

function readAsDataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // Of a data URL it is a text.
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
    reader.readAsDataURL(file);
  });
}

/** Where the logo of a branding can be seen: the saved one at its address, a chosen one from its own bytes. */
export function logoAddress(branding: unknown): string | null {
  const logo = readPath(branding, PATH);
  if (typeof logo !== 'object' || logo === null) return null;
  if ('url' in logo) return String(logo.url);
  return 'data' in logo && 'mediaType' in logo ? `data:${String(logo.mediaType)};base64,${String(logo.data)}` : null;
}

/** The picture on the pages: chosen, looked at, taken away. It leaves the browser when the form is saved. */
export function LogoField({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const [name, setName] = useState('');
  const [isRefused, setRefused] = useState(false);
  const address = logoAddress(document.value);
  const fault = faultAt(document.faults, PATH);
  const choose = async (file: File): Promise<void> => {
    const [start = '', data = ''] = (await readAsDataUrl(file)).split(';base64,');
    setName(file.name);
    setRefused(false);
    document.set(writePath(document.value, PATH, { mediaType: start.replace('data:', ''), data }));
  };
  return (
    <FormGroup label={text('branding.logo')} fieldId="logo">
      {address !== null && (
        <p className="logo-shown">
          <img src={address} alt={text('branding.logo')} />
          <Button
            variant="link"
            onClick={() => {
              setName('');
              document.set(writePath(document.value, PATH, null));
            }}
          >
            {text('branding.removeLogo')}
          </Button>
        </p>
      )}
      <FileUpload
        id="logo"
        hideDefaultPreview
        filename={name}
        browseButtonText={text('branding.browse')}
        filenamePlaceholder={text('branding.drop')}
        isClearButtonDisabled
        clearButtonText={text('branding.removeLogo')}
        validated={fault === undefined && !isRefused ? 'default' : 'error'}
        dropzoneProps={{
          accept,
          maxSize: MOST_BYTES,
          onDropAccepted: ([file]) => void (file && choose(file)),
          onDropRejected: () => setRefused(true),
        }}
      />
      <FormHelperText>
        <HelperText aria-live="polite">
          <HelperTextItem variant={isRefused ? 'error' : 'default'}>{text('branding.logoHelp')}</HelperTextItem>
          {fault !== undefined && <HelperTextItem variant="error">{fault.message}</HelperTextItem>}
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
