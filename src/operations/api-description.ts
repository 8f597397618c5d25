import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Holds the OpenAPI document. It is made when it is first asked for: making it takes about a fifth of a start, and most
 * instances are never asked.
 */
export class ApiDescription {
  private make: (() => OpenAPIObject) | null = null;
  private made: OpenAPIObject | null = null;

  /** @param make called at most once, when every route is known */
  describeWith(make: () => OpenAPIObject): void {
    this.make = make;
  }

  /** @throws Error before the service has started */
  get document(): OpenAPIObject {
    if (this.make === null) throw new Error('The API is described once the service has started');
    this.made ??= this.make();
    return this.made;
  }
}
