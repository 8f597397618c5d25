import type { OpenAPIObject } from '@nestjs/swagger';

/** Holds the OpenAPI document, which can be made only once every route is known. */
export class ApiDescription {
  private made: OpenAPIObject | null = null;

  set(document: OpenAPIObject): void {
    this.made = document;
  }

  /** @throws Error before the service has started */
  get document(): OpenAPIObject {
    if (this.made === null) throw new Error('The API description is made at start');
    return this.made;
  }
}
