import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Holds the OpenAPI document. It is made when it is first asked for, and what makes it is loaded then: that takes about a second,
 * and most instances are never asked.
 */
export class ApiDescription {
  private make: (() => Promise<OpenAPIObject>) | null = null;
  private made: Promise<OpenAPIObject> | null = null;

  /** @param make called at most once, when every route is known */
  describeWith(make: () => Promise<OpenAPIObject>): void {
    this.make = make;
  }

  /** @throws Error before the service has started */
  document(): Promise<OpenAPIObject> {
    if (this.make === null) throw new Error('The API is described once the service has started');
    this.made ??= this.make();
    return this.made;
  }
}
