// Every look of every screen, and a lie in every part of a trail.
import '../console/console-in-chromium.test.js';
