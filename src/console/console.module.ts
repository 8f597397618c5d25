import { Module } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';
import { FrontPageController } from './front-page.controller.js';

/** What a browser gets of the console, and the page in front of everything. May depend on pages and what is below. */
@Module({ controllers: [FrontPageController, ConsoleController] })
export class ConsoleModule {}
