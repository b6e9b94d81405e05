import type command from './locales/en/command.json';
import type common from './locales/en/common.json';
import type create from './locales/en/create.json';
import type errors from './locales/en/errors.json';
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
      errors: typeof errors;
      session: typeof session;
      task: typeof task;
      tasks: typeof tasks;
    };
  }
}
