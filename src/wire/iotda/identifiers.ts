import { z } from 'zod';

/** Project ID in every v5 path. Wider than the 32 hex digits seen, never wide enough to change a path. */
export const projectIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
/** `task_id`: at most 24 of a-f and digits (ShowBatchTask, path parameters). */
export const taskIdPattern = /^[a-f0-9]{1,24}$/;
/** `device_id` and every target: at most 128 letters, digits, `_`, `-` (ShowBatchTask, `target`). */
export const deviceIdPattern = /^[A-Za-z0-9_-]{1,128}$/;
/** `app_id`, `product_id`, `package_id`: at most 36 letters, digits, `_`, `-`. */
export const id36Pattern = /^[A-Za-z0-9_-]{1,36}$/;
/** `group_id`: at most 36 hex digits and `-`; upper case is let through. */
export const groupIdPattern = /^[A-Fa-f0-9-]{1,36}$/;
/** `task_name`: at most 128 Chinese characters, letters, digits, `_`; no spaces, no hyphen (CreateBatchTask). */
const taskNamePattern = /^[\p{Script=Han}A-Za-z0-9_]{1,128}$/u;
/** `node_id`: at most 64 letters, digits, `_`, `-` (ListDevices). */
export const nodeIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

export const DeviceId = z.string().regex(deviceIdPattern);
export const AppId = z.string().regex(id36Pattern);
export const GroupId = z.string().regex(groupIdPattern);
export const TaskName = z.string().regex(taskNamePattern);
