import type * as swagger from '@nestjs/swagger';

type Library = typeof swagger;
type Decorator =
  | 'ApiAcceptedResponse'
  | 'ApiCreatedResponse'
  | 'ApiExcludeController'
  | 'ApiExcludeEndpoint'
  | 'ApiExtension'
  | 'ApiHeader'
  | 'ApiNoContentResponse'
  | 'ApiOkResponse'
  | 'ApiOperation'
  | 'ApiProduces'
  | 'ApiResponse'
  | 'ApiServiceUnavailableResponse'
  | 'ApiTags';

/** What decorators have said so far, in the order in which they ran. */
const said: ((library: Library) => void)[] = [];

/**
 * A decorator of `@nestjs/swagger` that does its work only when the API is described. The library is a quarter of all modules
 * that a start would load, and most instances are never asked.
 */
function later<Name extends Decorator>(name: Name): Library[Name] {
  const remember =
    (...parameters: readonly unknown[]) =>
    (...decorated: readonly unknown[]): void => {
      said.push((library) => {
        const decorator = library[name] as (...all: readonly unknown[]) => (...all: readonly unknown[]) => void;
        decorator(...parameters)(...decorated);
      });
    };
  return remember as Library[Name];
}

export const ApiAcceptedResponse = later('ApiAcceptedResponse');
export const ApiCreatedResponse = later('ApiCreatedResponse');
export const ApiExcludeController = later('ApiExcludeController');
export const ApiExcludeEndpoint = later('ApiExcludeEndpoint');
export const ApiExtension = later('ApiExtension');
export const ApiHeader = later('ApiHeader');
export const ApiNoContentResponse = later('ApiNoContentResponse');
export const ApiOkResponse = later('ApiOkResponse');
export const ApiOperation = later('ApiOperation');
export const ApiProduces = later('ApiProduces');
export const ApiResponse = later('ApiResponse');
export const ApiServiceUnavailableResponse = later('ApiServiceUnavailableResponse');
export const ApiTags = later('ApiTags');

/** Loads the library and lets it see what every decorator has said. */
export async function describedLibrary(): Promise<Library> {
  const library = await import('@nestjs/swagger');
  for (const say of said.splice(0)) say(library);
  return library;
}
