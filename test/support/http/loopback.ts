const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|.+\.localhost)$/;

/** Whether a URL's host name stays on this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);
