import FileSystem
import Glibc
import LicenseBinding
import LicenseStore
import SystemInspection

extension StoreProblem {
    /// Whether it is a license of a publisher that is not trusted.
    var isUntrusted: Bool {
        guard case .refusal(.issuerUnknown(.untrustedRoot)) = cause else { return false }
        return true
    }

    /// What to do about the file.
    /// - Parameter install: the commands that bring what the file should be.
    func finding(
        _ check: Finding.Check, _ facts: SystemFacts, then install: [String] = []
    ) -> Finding {
        guard !isNoAccess else {
            return Finding(
                check, .mend, of: path, cause.text, why: "What cannot be read does not count.",
                ["sudo chmod a+rX \(ShellWord.quoted(path))"])
        }
        return Finding(
            check, .mend, of: path, cause.text,
            why: "It counts for nothing. Put it aside, and take what it should be from the "
                + "publisher:",
            [facts.putAside(path, as: "broken")] + install)
    }

    private var isNoAccess: Bool {
        guard case .file(.failed(_, _, let code)) = cause else { return false }
        return code == EACCES
    }
}

extension SystemFacts {
    /// The command that renames a file of the store so that it does not count.
    func putAside(_ path: String, as ending: String) -> String {
        let isOwn = account.isRoot || path.hasPrefix(store.own + "/")
        let words = "mv -n \(ShellWord.quoted(path)) \(ShellWord.quoted(path + "." + ending))"
        return isOwn ? words : "sudo " + words
    }
}
