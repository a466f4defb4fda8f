// Releases: made as a builder makes them, read, finalised, noted, pinned, invalidated; and the files attached to them.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { type World, hex32 } from "./world.ts";

type Fleet = { id: number; service: number };

/** What `balena deploy` posts to the API: service, release, image, the two joined, and the end of the build. */
async function build({ sdk }: World, fleet: Fleet, semver: string, isFinal = true): Promise<{ id: number; commit: string; image: number }> {
  const now = new Date().toISOString();
  const post = async (resource: string, body: object): Promise<number> => (await sdk.pine.post({ resource, body })).id;
  const commit = hex32();
  const id = await post("release", {
    belongs_to__application: fleet.id,
    commit,
    semver,
    is_final: isFinal,
    status: "running",
    source: "local",
    composition: { version: "2.4", services: { main: { image: "main" } } },
    start_timestamp: now,
  });
  const image = await post("image", { is_a_build_of__service: fleet.service, status: "running", start_timestamp: now });
  await post("release_image", { is_part_of__release: id, image });
  const pushed = { status: "success", image_size: 4_294_967_296, content_hash: `sha256:${hex32()}${hex32()}`, build_log: "made by the walk" };
  await sdk.pine.patch({ resource: "image", id: image, body: { ...pushed, push_timestamp: now, end_timestamp: now } });
  await sdk.pine.patch({ resource: "release", id, body: { status: "success", end_timestamp: now } });
  return { id, commit, image };
}

export async function releases(t: TestContext, world: World): Promise<void> {
  const { sdk } = world;
  const { application, device, release } = sdk.models;
  const [organization] = await sdk.models.organization.getAll();
  const { id: app, slug } = await application.create({ name: world.name("releases"), deviceType: "raspberrypi4-64", organization: organization.id });
  const { id: service } = await sdk.pine.post({ resource: "service", body: { application: app, service_name: "main" } });
  const fleet = { id: app, service };
  const first = await build(world, fleet, "1.0.0");
  const draft = await build(world, fleet, "1.1.0", false);

  await t.test("reads releases", async () => {
    assert.equal((await release.get(first.commit)).id, first.id);
    assert.equal((await release.get({ application: slug, rawVersion: "1.0.0" })).id, first.id);
    assert.deepEqual((await release.getAllByApplication(slug)).map((row: { id: number }) => row.id), [draft.id, first.id]);
    assert.equal((await release.getLatestByApplication(slug)).id, draft.id);
    assert.equal((await sdk.models.service.getAllByApplication(slug))[0].id, service);
    assert.equal((await sdk.models.image.get(first.image)).image_size, "4294967296");
    assert.equal(await sdk.models.image.getLogs(first.image), "made by the walk");
  });
  await t.test("tracks the newest final release, pins the fleet to another, tracks again", async () => {
    assert.equal(await application.getTargetReleaseHash(slug), first.commit);
    assert.equal(await application.willTrackNewReleases(slug), true);
    assert.equal(await application.isTrackingLatestRelease(slug), true);
    const second = await build(world, fleet, "1.0.1");
    assert.equal(await application.getTargetReleaseHash(slug), second.commit);
    await application.pinToRelease(slug, first.commit);
    assert.equal(await application.getTargetReleaseHash(slug), first.commit);
    assert.equal(await application.isTrackingLatestRelease(slug), false);
    await application.trackLatestRelease(slug);
    assert.equal(await application.getTargetReleaseHash(slug), second.commit);
  });
  await t.test("finalises a draft", async () => {
    assert.match((await release.get(draft.id)).raw_version, /^1\.1\.0-\d{13}$/);
    await release.finalize(draft.commit);
    const row = await release.get(draft.id);
    assert.deepEqual([row.raw_version, row.is_final, row.revision], ["1.1.0", true, 0]);
    assert.equal((await release.get({ application: slug, rawVersion: "1.1.0" })).id, draft.id);
  });
  await t.test("notes, known issues, invalidation", async () => {
    await release.setNote(draft.id, "look at the pump");
    await release.setKnownIssueList(draft.id, "the pump drips");
    let row = await release.get(draft.id);
    assert.deepEqual([row.note, row.known_issue_list], ["look at the pump", "the pump drips"]);
    await release.setNote(draft.id, null);
    await release.setIsInvalidated(draft.id, true);
    row = await release.get(draft.id);
    assert.deepEqual([row.note, row.is_invalidated], [null, true]);
    assert.notEqual(await application.getTargetReleaseHash(slug), draft.commit);
    await release.setIsInvalidated(draft.id, false);
  });
  await t.test("pins a device, refuses another fleet's release, follows the fleet again", async () => {
    const { id } = await device.register(slug, device.generateUniqueKey());
    assert.equal(await device.isTrackingApplicationRelease(id), true);
    await device.pinToRelease(id, first.commit);
    assert.equal(await device.getTargetReleaseHash(id), first.commit);
    assert.equal(await device.isTrackingApplicationRelease(id), false);
    await assert.rejects(device.pinToRelease(id, hex32()), sdk.errors.BalenaReleaseNotFound);
    await device.trackApplicationRelease([id]);
    assert.equal(await device.isTrackingApplicationRelease(id), true);
    assert.equal(await device.getTargetReleaseHash(id), await application.getTargetReleaseHash(slug));
  });
  await t.test("attaches files to a release, small ones and large ones", async () => {
    const [small, large] = [join(tmpdir(), `${world.name("small")}.txt`), join(tmpdir(), `${world.name("large")}.bin`)];
    try {
      await writeFile(small, "what the walk attached");
      // Larger than 5 MiB: the SDK sends such a file in parts.
      const bytes = randomBytes(6 * 1_024 * 1_024);
      await writeFile(large, bytes);
      const key = { release: first.id, asset_key: "notes" };
      const row = await release.asset.upload({ ...key, asset: small });
      assert.deepEqual([row.asset.content_type, row.asset.size], ["text/plain", 22]);
      assert.equal((await release.asset.get(key)).id, row.id);
      assert.equal(await text(await release.asset.download(key)), "what the walk attached");
      await assert.rejects(release.asset.upload({ ...key, asset: small }), /already exists/);
      const seen: number[] = [];
      const onUploadProgress = ({ uploaded }: { uploaded: number }) => seen.push(uploaded);
      await release.asset.upload({ release: first.id, asset_key: "image", asset: large }, { onUploadProgress });
      assert.equal(seen.at(-1), bytes.length);
      assert.deepEqual(await buffer(await release.asset.download({ release: first.id, asset_key: "image" })), bytes);
      assert.equal((await release.asset.getAllByRelease(first.commit)).length, 2);
      await release.asset.remove(row.id);
      assert.equal((await release.asset.getAllByRelease(first.commit)).length, 1);
    } finally {
      await rm(small, { force: true });
      await rm(large, { force: true });
    }
  });
  await application.remove(app);
}
