import { Button } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Copyable } from '../../parts/copyable.js';
import { ProblemAlert } from '../../parts/states/failed.js';

/** Shows the signer's link again, for whoever sends it once more. That it was shown is in the trail. */
export function SignInLink({ id }: { readonly id: string }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const link = useMutation({
    mutationFn: () => answered(api.POST('/v1/signer-authentications/{id}/sign-in-link', { params: { path: { id } } })),
  });
  if (link.data !== undefined) return <Copyable label={text('login.link')}>{link.data.signInUrl}</Copyable>;
  return (
    <>
      <Button
        variant="secondary"
        isLoading={link.isPending}
        isDisabled={link.isPending || !may('authentications:write')}
        onClick={() => link.mutate()}
      >
        {text('login.link')}
      </Button>
      <ProblemAlert error={link.error} />
    </>
  );
}
