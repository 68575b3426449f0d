"""The subject: data, losses, slices, surfaces, experiments, figures, files. No Qt is imported from here."""
