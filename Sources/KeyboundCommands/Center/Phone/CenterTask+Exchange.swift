import CenterClient
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicenseStore

/// Ordinary licenses for those that were given by phone.
extension CenterTask {
    /// Exchanges all of a publisher's, now that its center is there. What cannot be exchanged stays what it is.
    func exchangeOthers(of root: String) async {
        do {
            for license in try local.phoneLicenses(of: root) {
                switch try await exchange(license) {
                case .success(let given):
                    Console.note(
                        "\(license.id), which was given by phone, was exchanged for \(given.license.id)."
                    )
                case .failure(let problem):
                    Console.note("\(license.id) is not exchanged: \(problem.detail)")
                }
            }
        } catch {
            Console.note("Licenses by phone are not exchanged yet: keybound license exchange")
        }
    }

    /// Asks for an ordinary license, installs it, and puts the other one away.
    func exchange(
        _ license: SignedLicense
    ) async throws -> Result<SiteTask.Given, CenterProblem> {
        guard let phone = license.phone else { preconditionFailure("it was given by phone") }
        let errand = try Errand.exchange(local, phone)
        let requests = SiteRequests(in: local.site.store)
        let body: [UInt8]
        switch try await answer(errand.path, errand.body(requests.begin(errand))) {
        case .success(let given): body = given
        case .failure(let problem):
            if problem.isFinal { requests.end(errand.name) }
            return .failure(problem)
        }
        let given = try local.install(body)
        requests.end(errand.name)
        return .success(given)
    }
}

extension SiteTask {
    /// The licenses of a publisher that were given by phone, and neither exchanged nor ended since, as the store is now.
    func phoneLicenses(of root: String) throws -> [SignedLicense] {
        let site = try fresh()
        let all = site.contents.licenses.map(\.license).filter { $0.root == root }
        let list = site.trust.revocations[root]
        var ended = Set(all.flatMap(\.supersedes))
        if let list { ended.formUnion(list.licenses.union(list.successors.keys)) }
        return all.filter { $0.phone != nil && !ended.contains($0.id) }
    }

    /// A license by phone takes long to verify, so that it does not stay where each program looks.
    func putAwayPhoneLicenses(replacedBy license: SignedLicense) {
        guard !license.supersedes.isEmpty, let contents = try? fresh().contents else { return }
        for (path, old) in contents.licenses
        where old.phone != nil && license.supersedes.contains(old.id) {
            // One that stays is told as superseded, and no more.
            _ = try? site.store.remove(old.id, at: path)
        }
    }
}
