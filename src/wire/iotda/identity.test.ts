import { expect, test } from 'vitest';
import { CreateTokenRequest, CreateTokenResponse, KeystoneError, ListProjectsResponse } from './identity.ts';

test('a token request is scoped to a project by name or by ID', () => {
  const request = (project: object) => ({
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'u', password: 'p', domain: { name: 'd' } } } },
      scope: { project },
    },
  });
  expect(CreateTokenRequest.safeParse(request({ name: 'cn-north-4' })).success).toBe(true);
  expect(CreateTokenRequest.safeParse(request({ id: '0123' })).success).toBe(true);
  expect(CreateTokenRequest.safeParse(request({})).success).toBe(false);
});

test('a token answer needs the end of its life', () => {
  const token = { expires_at: '2026-08-02T12:00:00.701000Z', catalog: [], project: { id: '0123', name: 'cn-north-4' } };
  expect(CreateTokenResponse.parse({ token }).token.expires_at).toBe(token.expires_at);
  expect(CreateTokenResponse.safeParse({ token: {} }).success).toBe(false);
});

test('the error of IAM has its status as a number', () => {
  const error = { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' };
  expect(KeystoneError.parse({ error }).error.code).toBe('401');
});

test('projects are found by the name of their region', () => {
  const projects = [{ id: '0123', name: 'cn-north-4', enabled: true, is_domain: false }];
  expect(ListProjectsResponse.parse({ projects, links: {} }).projects).toEqual(projects);
});
