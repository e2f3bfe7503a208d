import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import VerdictText

/// Sends requests to a center as sealed files.
struct SealedPost {
    private let local: SiteTask
    private let root: String
    private let center: SealingKey
    private let device: StoredKey

    /// - Parameter publisher: its name or its root; without one it must be the only one that is trusted.
    init(_ local: SiteTask, to publisher: String?) throws {
        self.local = local
        let root = try ChosenPublisher(named: publisher, in: local.site.store).root
        guard let sealing = root.sealing else {
            throw CommandFailure(
                "the root of \(root.publisher.printable) was taken over before its center had a key for sealed "
                    + "requests: take its publisher.jwk again: keybound publisher add FILE")
        }
        center = sealing
        self.root = root.key.thumbprint
        device = try StoredKey.device(of: local.site.store)
    }

    /// Seals a request under the ID that it had if it was begun before, and keeps in mind that it waits for its answer.
    func send(_ errand: Errand, then: JSONObject? = nil, as output: String) throws {
        guard !NamedFile.exists(output) else {
            throw CommandFailure("\(output) is there already, and is left as it is")
        }
        let id = try SiteRequests(in: local.site.store).begin(
            errand, then: then, sealedTo: root)
        let request = try SealedRequest(
            SealedRequest.Content(path: errand.path, body: errand.body(id)), id: id,
            of: errand.registration, by: device, to: center)
        try NamedFile.add(output, with: request.file)
        guard !local.output.json else {
            return Console.print(
                JSONObject([
                    "request": .string(output), "requestID": .string(id.description),
                    "registration": .string(errand.registration.description),
                ]))
        }
        Console.print("Sealed to the publisher as \(output). Next, at the publisher's:")
        Console.print("  keybound-center process \(output) -o answer.jwt")
        Console.print("and here: keybound license respond answer.jwt")
    }
}
