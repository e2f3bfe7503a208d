import CenterProtocol
import CommandLineFront
import HardwareKeys
import LicenseBinding
import LicenseStore
import VerdictText

/// Lets what a license is bound to sign a center's challenge: a FIDO2 key that is plugged in, or the computer's own
/// key.
struct AnchorProver {
    private let store: LicenseStore
    private let challenge: CenterChallenge

    /// - Parameter body: the center's challenge.
    init(_ local: SiteTask, answering body: [UInt8]) throws {
        store = local.site.store
        do throws(Defect) {
            challenge = try CenterChallenge(parsing: body)
        } catch {
            throw CommandFailure("the center's challenge cannot be read: \(error.text)")
        }
    }

    /// The licenses of the kit that a FIDO2 key here proves to be its own.
    /// - Parameter asked: what is asked for each.
    func provenByKeys(
        _ asked: (LicenseID) -> JSONObject
    ) async throws -> [(license: LicenseID, part: ProvenPart)] {
        let licenses = challenge.licenses.filter { !$0.credentials.isEmpty }
        guard !licenses.isEmpty else { return [] }
        let requests = licenses.map { request(for: $0.license, asked($0.license)) }
        let batch = ProofBatch(requests, for: .center)
        let credentials = licenses.flatMap(\.credentials)
        let question = KeyQuestion(
            about: credentials, challenge: batch.challenge, patience: ProofRound.patience,
            countingOthers: true)
        let keys = try await PluggedKeys.detector(asking: question).found().get()
        Unrecorded.tell(Unrecorded.counters) { () throws(StoreError) in
            try store.record(keys.counters)
        }
        return licenses.indices.compactMap { index in
            let answer = licenses[index].credentials.lazy.compactMap { credential in
                keys.lazy.compactMap { $0.answer(by: credential) }.first { $0.isValid }
            }.first
            return answer.map { answer in
                let proof = batch.proof(of: index, by: answer.assertion)
                return (
                    licenses[index].license,
                    ProvenPart(
                        challenge: challenge.nonce, proof: .key(answer.credential.keyID, proof))
                )
            }
        }
    }

    /// What shows that a license is ours: the signature of a key, else that of the computer.
    func part(
        for license: LicenseID, _ asked: (LicenseID) -> JSONObject
    ) async throws -> ProvenPart? {
        let byKey = try await provenByKeys(asked).first { $0.license == license }?.part
        return try byKey ?? provenByComputer(license, asked(license))
    }

    /// What the computer's own key signs for a license that is bound to it.
    private func provenByComputer(_ license: LicenseID, _ asked: JSONObject) throws -> ProvenPart? {
        let device = try StoredKey.device(of: store)
        guard
            challenge.licenses.contains(where: {
                $0.license == license && $0.deviceKey == device.publicKey.thumbprint
            })
        else { return nil }
        let message = AnchorProof.deviceMessage(request(for: license, asked))
        return ProvenPart(
            challenge: challenge.nonce,
            proof: .device(signature: try device.signature(for: message)))
    }

    private func request(for license: LicenseID, _ asked: JSONObject) -> ProofRequest {
        ProofRequest(license: license, nonce: AnchorProof.nonce(challenge.nonce, for: asked))
    }
}
