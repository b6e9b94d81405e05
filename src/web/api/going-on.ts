/** Asks again for what an answer leaves, until none is left or an answer leaves no less than the one before. */
export async function goingOn<Answer extends { left: readonly unknown[] }>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  let answer = await ask();
  for (let before = Infinity; answer.left.length > 0 && answer.left.length < before;) {
    before = answer.left.length;
    // What has begun is known: a person can go on from there.
    answer = await ask().catch(() => answer);
  }
  return answer;
}
