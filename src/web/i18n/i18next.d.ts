import type command from './locales/en/command.json';
import type common from './locales/en/common.json';
import type create from './locales/en/create.json';
import type devices from './locales/en/devices.json';
import type dictionary from './locales/en/dictionary.json';
import type drafts from './locales/en/drafts.json';
import type errors from './locales/en/errors.json';
import type failures from './locales/en/failures.json';
import type input from './locales/en/input.json';
import type session from './locales/en/session.json';
import type task from './locales/en/task.json';
import type tasks from './locales/en/tasks.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    enableSelector: true;
    resources: {
      command: typeof command;
      common: typeof common;
      create: typeof create;
      devices: typeof devices;
      dictionary: typeof dictionary;
      drafts: typeof drafts;
      errors: typeof errors;
      failures: typeof failures;
      input: typeof input;
      session: typeof session;
      task: typeof task;
      tasks: typeof tasks;
    };
  }
}
