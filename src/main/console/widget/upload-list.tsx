import { Icon } from './icons'
import { texts } from './texts'
import type { Uploads } from './uploads'

const FOR_GOOD = 'tooLarge'

export function UploadList({ uploads }: { uploads: Uploads }) {
  const t = texts()
  return (
    uploads.list.value.length > 0 && (
      <ul class="uploads">
        {uploads.list.value.map(({ key, file, done, problem }) => (
          <li key={key}>
            <div>
              <p class="name">{file.name}</p>
              {problem ? (
                <p class="problem" role="alert">
                  {t[problem]}
                </p>
              ) : (
                <progress value={done} aria-label={file.name} />
              )}
            </div>
            {problem && problem !== FOR_GOOD && (
              <button type="button" class="again" onClick={() => uploads.again(key)}>
                {t.again}
              </button>
            )}
            <button type="button" class="icon" aria-label={`${t.putAway} ${file.name}`} title={t.putAway} onClick={() => uploads.drop(key)}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    )
  )
}
